#ifndef TRUTHBOOK_WORKER_PROC_H
#define TRUTHBOOK_WORKER_PROC_H

/// An argument this process was started with; NULL when there were fewer. Swift's own way to them leads
/// through /proc, which a confined process cannot read.
const char *worker_argument(int index);

#endif
