// What the C library links into every library that uses it, by a linker script that who links a submission does
// not read: found here instead.
#define _GNU_SOURCE
#include "surroundings.h"

extern int __cxa_atexit(void (*function)(void *), void *argument, void *library);
extern int __cxa_at_quick_exit(void (*function)(void *), void *library);
extern int __register_atfork(
    void (*prepare)(void), void (*parent)(void), void (*child)(void), void *library);

REPLACEMENT int atexit(void (*function)(void)) {
  return __cxa_atexit((void (*)(void *))function, NULL, NULL);
}

REPLACEMENT int at_quick_exit(void (*function)(void)) {
  return __cxa_at_quick_exit((void (*)(void *))function, NULL);
}

REPLACEMENT int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) {
  return __register_atfork(prepare, parent, child, NULL);
}
