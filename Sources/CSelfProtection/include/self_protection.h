#ifndef TRUTHBOOK_SELF_PROTECTION_H
#define TRUTHBOOK_SELF_PROTECTION_H

/// Keeps other processes of the same user from reading this one's memory and environment.
/// Returns 0, or the system's error number.
int self_protection_hide_memory(void);

#endif
