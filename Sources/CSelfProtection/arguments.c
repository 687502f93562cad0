#include "self_protection.h"

static int count;
static char **texts;

#ifdef __linux__
/// The C library hands every constructor what it hands to main.
__attribute__((constructor)) static void keep(int given_count, char **given_texts) {
  count = given_count;
  texts = given_texts;
}
#endif

int self_protection_argument_count(void) { return count; }

const char *self_protection_argument(int index) { return texts[index]; }
