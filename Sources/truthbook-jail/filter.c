// Which system calls a profile may make.
//
// A call gets one of four answers. What honest code needs is allowed, where possible only with
// harmless arguments. What libraries try and can do without fails with an error they know. What only
// an attack makes ends the process with SIGSYS, so that the verdict needs no guess. Anything else
// does not exist, which makes the C library fall back to what does.
#define _GNU_SOURCE
#include "jail.h"

#include "filter_program.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define ALLOW SECCOMP_RET_ALLOW
#define KILL SECCOMP_RET_KILL_PROCESS
#define FAIL(code) (SECCOMP_RET_ERRNO | (code))

// Calls younger than the headers of supported distributions; the same numbers everywhere.
enum {
  CALL_pidfd_send_signal = 424,
  CALL_io_uring_setup = 425,
  CALL_io_uring_enter = 426,
  CALL_io_uring_register = 427,
  CALL_open_tree = 428,
  CALL_move_mount = 429,
  CALL_fsopen = 430,
  CALL_fsconfig = 431,
  CALL_fsmount = 432,
  CALL_fspick = 433,
  CALL_pidfd_open = 434,
  CALL_clone3 = 435,
  CALL_openat2 = 437,
  CALL_pidfd_getfd = 438,
  CALL_faccessat2 = 439,
  CALL_process_madvise = 440,
  CALL_mount_setattr = 442,
  CALL_memfd_secret = 447,
  CALL_process_mrelease = 448,
  CALL_fchmodat2 = 452,
};

/// Computing, memory, threads of one's own, time, and descriptors that are open already.
static const int harmless[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_close, SYS_lseek,
    SYS_fstat, SYS_newfstatat, SYS_statx, SYS_statfs, SYS_fstatfs, SYS_readlinkat, SYS_getdents64,
    SYS_faccessat, CALL_faccessat2, SYS_getcwd, SYS_fadvise64, SYS_dup, SYS_dup3, SYS_pipe2,
    SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_madvise, SYS_brk, SYS_mincore, SYS_msync,
    SYS_set_robust_list, SYS_get_robust_list, SYS_set_tid_address, SYS_membarrier,
    SYS_rseq,
    SYS_exit, SYS_exit_group, SYS_restart_syscall, SYS_wait4, SYS_waitid, SYS_sched_yield,
    SYS_sched_getaffinity, SYS_sched_getparam, SYS_sched_getscheduler,
    SYS_sched_get_priority_max, SYS_sched_get_priority_min, SYS_getpriority, SYS_getcpu,
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_rt_sigsuspend, SYS_rt_sigpending,
    SYS_rt_sigtimedwait, SYS_sigaltstack, SYS_ppoll, SYS_pselect6, SYS_epoll_create1,
    SYS_epoll_ctl, SYS_epoll_pwait, SYS_eventfd2, SYS_timerfd_create, SYS_timerfd_settime,
    SYS_timerfd_gettime, SYS_signalfd4,
    SYS_nanosleep, SYS_times, SYS_getrusage, SYS_getitimer, SYS_setitimer,
    SYS_timer_settime, SYS_timer_gettime, SYS_timer_getoverrun,
    SYS_timer_delete, SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid,
    SYS_getegid, SYS_getresuid, SYS_getresgid, SYS_getgroups, SYS_getpgid, SYS_getsid, SYS_capget,
    SYS_uname, SYS_sysinfo, SYS_umask, SYS_getrlimit,
#if defined(__x86_64__)
    SYS_arch_prctl, SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_select,
    SYS_epoll_wait, SYS_epoll_create, SYS_eventfd, SYS_dup2, SYS_pipe, SYS_alarm, SYS_pause,
    SYS_getpgrp,
#endif
};

/// What only an attack makes: other processes, other programs, the kernel's own workings.
static const int hostile[] = {
    SYS_execveat, SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_tkill,
    SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, CALL_pidfd_send_signal, CALL_pidfd_open,
    CALL_pidfd_getfd, CALL_process_madvise, CALL_process_mrelease, SYS_bpf, SYS_perf_event_open,
    SYS_keyctl, SYS_add_key, SYS_request_key, CALL_io_uring_setup, CALL_io_uring_enter,
    CALL_io_uring_register, SYS_userfaultfd, SYS_memfd_create, CALL_memfd_secret, SYS_unshare,
    SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, CALL_open_tree,
    CALL_move_mount, CALL_fsopen, CALL_fsconfig, CALL_fsmount, CALL_fspick, CALL_mount_setattr,
    SYS_open_by_handle_at, SYS_fanotify_init, SYS_init_module, SYS_finit_module,
    SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct,
    SYS_quotactl, SYS_syslog, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime,
    SYS_adjtimex, SYS_sethostname, SYS_setdomainname,
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_kexec_file_load,
#endif
};

/// Making another process, where that has calls of its own.
static const int forks[] = {
#if defined(__x86_64__)
    SYS_fork, SYS_vfork,
#endif
};

/// What no profile may do and libraries try all the same: the network, what several processes share,
/// and being somebody else.
static const int refused[] = {
    SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4,
    SYS_sendto, SYS_sendmsg, SYS_sendmmsg, SYS_recvfrom, SYS_recvmsg, SYS_recvmmsg, SYS_shmget,
    SYS_shmat, SYS_shmctl, SYS_semget, SYS_semop, SYS_semctl, SYS_msgget, SYS_msgsnd, SYS_msgrcv,
    SYS_msgctl, SYS_mq_open, SYS_mq_unlink, SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid,
    SYS_setresuid, SYS_setresgid, SYS_setgroups, SYS_setfsuid, SYS_setfsgid, SYS_setsid,
    SYS_setpgid, SYS_setrlimit, SYS_capset, SYS_personality, SYS_seccomp, SYS_sched_setaffinity,
    SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr, SYS_inotify_init1,
    SYS_migrate_pages, SYS_move_pages, SYS_mlock, SYS_mlock2, SYS_mlockall,
};

/// Changing files and the paths to them.
static const int changes[] = {
    SYS_unlinkat, SYS_renameat, SYS_renameat2, SYS_linkat, SYS_symlinkat, SYS_mkdirat,
    SYS_truncate, SYS_ftruncate, SYS_fallocate, SYS_flock, SYS_chdir, SYS_fchdir, SYS_sync,
    SYS_syncfs, SYS_fsync, SYS_fdatasync,
#if defined(__x86_64__)
    SYS_unlink, SYS_rename, SYS_link, SYS_symlink, SYS_mkdir, SYS_rmdir, SYS_creat,
#endif
};

/// Changing what is known of a file, which Landlock does not cover: not even a compiler may.
static const int attribute_changes[] = {
    SYS_fchmod, SYS_fchmodat, CALL_fchmodat2, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_mknodat,
    SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr,
    SYS_fremovexattr,
#if defined(__x86_64__)
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod,
#endif
};

/// Opening for anything but reading.
static const uint32_t write_flags =
    O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);

/// The clone flags of which exactly CLONE_THREAD must be set.
static const uint32_t clone_mask =
    CLONE_THREAD | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER
    | CLONE_NEWPID | CLONE_NEWNET | CLONE_PTRACE;

/// Threads may be started. Anything else is answered by `otherwise`.
static void only_threads(struct filter_program *program, uint32_t otherwise) {
  filter_by_bits(program, SYS_clone, 0, clone_mask, CLONE_THREAD, ALLOW, otherwise);
  // Its flags lie in memory, where a filter cannot look; the C library falls back to clone.
  filter_answer(program, CALL_clone3, FAIL(ENOSYS));
  filter_answer_all(program, forks, COUNT(forks), otherwise);
}

/// Signals may go to this process itself, which keeps its number through exec.
static void only_own_signals(struct filter_program *program) {
  uint32_t self = (uint32_t)getpid();
  filter_by_value(program, SYS_kill, 0, &self, 1, ALLOW, KILL);
  filter_by_value(program, SYS_tgkill, 0, &self, 1, ALLOW, KILL);
}

/// The signals by which the kernel tells what it ended a process for. Whoever sends them to themselves wants to be
/// taken for somebody else.
static void no_signals_of_the_kernel(struct filter_program *program) {
  static const int calls[] = {SYS_kill, SYS_tgkill};
  for (size_t index = 0; index < COUNT(calls); index++) {
    int place = calls[index] == SYS_kill ? 1 : 2;
    filter_when(program, calls[index], place, SIGSYS, KILL);
    filter_when(program, calls[index], place, SIGXCPU, KILL);
  }
}

/// A compiler that crashes, or is told that its time is up, prints where it was and then sends itself the
/// same signal again, with what came with it: only so can anybody see what ended it.
static void only_own_queued_signals(struct filter_program *program) {
  uint32_t self = (uint32_t)getpid();
  filter_by_value(program, SYS_rt_sigqueueinfo, 0, &self, 1, ALLOW, KILL);
  filter_by_value(program, SYS_rt_tgsigqueueinfo, 0, &self, 1, ALLOW, KILL);
}

/// Nothing about the process may be changed. A library that gives a thread a name is told that it has
/// one: others could read it where nothing hides it.
static void only_names(struct filter_program *program) {
  static const uint32_t questions[] = {PR_GET_NAME, PR_GET_DUMPABLE};
  filter_when(program, SYS_prctl, 0, PR_SET_NAME, FAIL(0));
  filter_by_value(program, SYS_prctl, 0, questions, COUNT(questions), ALLOW, FAIL(EPERM));
}

/// Limits may be read, and nobody else's.
static void only_reading_limits(struct filter_program *program) {
  filter_by_pointer(program, SYS_prlimit64, 2, 0, ALLOW, FAIL(EPERM));
}

/// A clock may be the machine's or one's own. A process's clock is a negative number made of the
/// process's, whosoever it is, and tells how much that one has computed.
static void only_own_clocks(struct filter_program *program) {
  // The time of day is of the worker's making (`clocks.c`), whoever asks the kernel for another.
  static const uint32_t of_day[] = {
      CLOCK_REALTIME, CLOCK_REALTIME_COARSE, CLOCK_REALTIME_ALARM, CLOCK_TAI};
  for (size_t index = 0; index < COUNT(of_day); index++) {
    filter_when(program, SYS_clock_gettime, 0, of_day[index], FAIL(EPERM));
  }
  static const int by_clock[] = {
      SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_timer_create};
  for (size_t index = 0; index < COUNT(by_clock); index++) {
    filter_by_bits(program, by_clock[index], 0, ~(uint32_t)15, 0, ALLOW, FAIL(EINVAL));
  }
}

/// Threads wait for each other on memory of their own. A futex that is not private lies where the page
/// does, and every process has pages of the same libraries: how many are woken there is told. The
/// kernel itself wakes so who joins a thread; a thread that waits for that looks again and again.
static void only_private_futexes(struct filter_program *program) {
  filter_by_bits(
      program, SYS_futex, 1, FUTEX_PRIVATE_FLAG, FUTEX_PRIVATE_FLAG, ALLOW, FAIL(EAGAIN));
}

static void worker(struct filter_program *program) {
  static const uint32_t descriptor_commands[] = {
      F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL};
  static const uint32_t terminal_questions[] = {
      TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX, FIONCLEX};
  // These two first, as they are the most frequent.
  only_private_futexes(program);
  only_own_clocks(program);
  filter_answer_all(program, harmless, COUNT(harmless), ALLOW);
  filter_by_bits(program, SYS_openat, 2, write_flags, 0, ALLOW, FAIL(EACCES));
#if defined(__x86_64__)
  filter_by_bits(program, SYS_open, 1, write_flags, 0, ALLOW, FAIL(EACCES));
#endif
  filter_answer(program, CALL_openat2, FAIL(ENOSYS));
  filter_by_value(
      program, SYS_fcntl, 1, descriptor_commands, COUNT(descriptor_commands), ALLOW, FAIL(EPERM));
  filter_by_value(
      program, SYS_ioctl, 1, terminal_questions, COUNT(terminal_questions), ALLOW, FAIL(ENOTTY));
  // Dispatch lowers its own threads; told that it has, it is content.
  filter_answer(program, SYS_setpriority, FAIL(0));
  filter_answer_all(program, changes, COUNT(changes), FAIL(EPERM));
  only_names(program);
  only_threads(program, KILL);
}

void filter_system_calls(enum profile profile, const char *path) {
  uint32_t wanted = KILL;
  // A kernel without filters, or one too old to end a process by them; the probes will tell.
  if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &wanted) != 0) return;

  static struct filter_program program;
  filter_begin(&program);
  only_reading_limits(&program);
  if (profile != PROFILE_COMPILE) no_signals_of_the_kernel(&program);
  only_own_signals(&program);
  if (profile == PROFILE_COMPILE) {
    only_own_queued_signals(&program);
    only_names(&program);
    only_threads(&program, FAIL(EPERM));
  } else {
    if (profile == PROFILE_TRACE) filter_answer(&program, SYS_ptrace, ALLOW);
    worker(&program);
  }
  filter_by_pointer(&program, SYS_execve, 0, (uint64_t)(uintptr_t)path, ALLOW, KILL);
  filter_answer_all(&program, hostile, COUNT(hostile), KILL);
  filter_answer_all(&program, refused, COUNT(refused), FAIL(EPERM));
  filter_answer_all(&program, attribute_changes, COUNT(attribute_changes), FAIL(EPERM));
  // A compiler is large and changes; it may do what is not known to be of use to an attack.
  filter_end(&program, profile == PROFILE_COMPILE ? ALLOW : FAIL(ENOSYS));

  struct sock_fprog attached = {.len = program.length, .filter = program.code};
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &attached) != 0) {
    give_up(EXIT_NOT_CONFINED, "seccomp", 0, errno);
  }
}
