#ifndef TRUTHBOOK_SELF_PROTECTION_H
#define TRUTHBOOK_SELF_PROTECTION_H

/// Keeps other processes of the same user from reading this one's memory and environment.
/// Returns 0, or the system's error number.
int self_protection_hide_memory(void);

/// Makes a copy of this process that has the calling thread only, and ends when that thread of this
/// one does. Swift marks fork as unavailable, because what other threads hold stays held in the copy.
/// Returns 0 in the copy, its number in this process, or the system's error number, negated.
int self_protection_fork(void);

/// How many arguments this process was started with, its own name included.
int self_protection_argument_count(void);

/// One of them, from 0. Swift reads them from /proc, which need not be there.
const char *self_protection_argument(int index);

#endif
