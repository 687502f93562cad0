/*
 * Raft leader election as SPIN sees it: the peer that the benchmarks measure our explorer against.
 *
 * Guarantee checked: at most one leader per term, whatever is lost, duplicated, delayed or
 * reordered (Ongaro and Ousterhout 2014, sections 5.1 and 5.2). Logs, timers and the storage are
 * left out: a node may time out whenever it does not lead, and a restart keeps its term and vote.
 *
 *   spin -a election.pml
 *   gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c
 *   ./pan -m1000 -w24
 *
 * Parameters, given to spin as -DN=3 and so on:
 *   N        nodes, 1 to 5
 *   T        the highest term a timeout may reach, 1 to 3
 *   CRASH    0: nodes never restart; 1: they may, any number of times
 *   REPLIES  0: refusals and heartbeat replies are not sent; 1: they are
 *
 * Messages are kept for ever, so a message can be delivered any number of times, in any order, or
 * never. A broadcast is one message with N - 1 receivers. One event is one d_step, so SPIN stores a
 * state only between events: N=3, T=2 has 5,486,849 states. "transitions" is one more than the
 * 64,865,571 events, because SPIN counts the arrival in the first state too.
 */

#ifndef N
#define N 3
#endif
#ifndef T
#define T 2
#endif
#ifndef CRASH
#define CRASH 1
#endif
#ifndef REPLIES
#define REPLIES 1
#endif

#define FOLLOWER  0
#define CANDIDATE 1
#define LEADER    2

/* A set of nodes is a bit mask; a set of ordered pairs of different nodes is one too. */
#define ONE(i)       (1 << (i))
#define PAIR(to, by) (1 << ((to) * (N - 1) + (by) - ((by) > (to))))
#if N <= 3
#define PAIRS 6
#elif N == 4
#define PAIRS 12
#else
#define PAIRS 20
#endif
#define SIZE(set) \
  (((set) & 1) + ((set) >> 1 & 1) + ((set) >> 2 & 1) + ((set) >> 3 & 1) + ((set) >> 4 & 1))
#define IS_MAJORITY(set) (2 * SIZE(set) > N)

/* Nodes are numbered from 0. votedFor is the number plus 1, so that 0 says nobody. */
byte term[N];
byte role[N];
byte votedFor[N];
byte votes[N]; /* who granted, the node itself included; empty unless a candidate */

/* Every message of one term ever sent. */
typedef Sent {
  unsigned requests : N;      /* candidates that asked for votes */
  unsigned heartbeats : N;    /* leaders that announced themselves */
  unsigned grants : PAIRS;    /* (candidate, voter) */
#if REPLIES
  unsigned refusals : PAIRS;  /* (candidate, voter), in the voter's term */
  unsigned replies : PAIRS    /* (leader, follower), in the follower's term */
#endif
}
Sent sent[T]; /* by term - 1 */

inline adopt(i, t) {
  term[i] = t;
  role[i] = FOLLOWER;
  votedFor[i] = 0;
  votes[i] = 0
}

inline leadIfElected(i) {
  if
  :: IS_MAJORITY(votes[i]) ->
    role[i] = LEADER;
    votes[i] = 0;
    sent[term[i] - 1].heartbeats = sent[term[i] - 1].heartbeats | ONE(i);
    assert(sent[term[i] - 1].heartbeats == ONE(i))
  :: else
  fi
}

#if REPLIES
#define REFUSE(c, v) sent[term[v] - 1].refusals = sent[term[v] - 1].refusals | PAIR(c, v)
#define REPLY(l, v)  sent[term[v] - 1].replies = sent[term[v] - 1].replies | PAIR(l, v)
#else
#define REFUSE(c, v) skip
#define REPLY(l, v)  skip
#endif

#define TIMEOUT(i) \
  :: d_step { \
      role[i] != LEADER && term[i] < T -> \
      term[i] = term[i] + 1; \
      role[i] = CANDIDATE; \
      votedFor[i] = i + 1; \
      votes[i] = ONE(i); \
      sent[term[i] - 1].requests = sent[term[i] - 1].requests | ONE(i); \
      leadIfElected(i) \
    }

#if CRASH
#define RESTART(i) \
  :: d_step { \
      role[i] != FOLLOWER -> \
      role[i] = FOLLOWER; \
      votes[i] = 0 \
    }
#else
#define RESTART(i)
#endif

/* Delivered even where it changes nothing: the answer may be new. */
#define REQUEST(t, c, v) \
  :: d_step { \
      (sent[t - 1].requests & ONE(c)) != 0 -> \
      if \
      :: t > term[v] -> adopt(v, t) \
      :: else \
      fi; \
      if \
      :: t == term[v] && (votedFor[v] == 0 || votedFor[v] == c + 1) -> \
        votedFor[v] = c + 1; \
        sent[t - 1].grants = sent[t - 1].grants | PAIR(c, v) \
      :: else -> REFUSE(c, v) \
      fi \
    }

#define HEARTBEAT(t, l, v) \
  :: d_step { \
      (sent[t - 1].heartbeats & ONE(l)) != 0 -> \
      if \
      :: t > term[v] -> adopt(v, t) \
      :: t == term[v] -> role[v] = FOLLOWER; votes[v] = 0 \
      :: else \
      fi; \
      REPLY(l, v) \
    }

/* Answers make no answers, so only those that still matter are delivered. */
#define GRANT(t, c, v) \
  :: d_step { \
      (sent[t - 1].grants & PAIR(c, v)) != 0 && t == term[c] && role[c] == CANDIDATE \
        && (votes[c] & ONE(v)) == 0 -> \
      votes[c] = votes[c] | ONE(v); \
      leadIfElected(c) \
    }

#if REPLIES
#define HIGHER_TERM(t, to, by) \
  :: d_step { \
      ((sent[t - 1].refusals & PAIR(to, by)) != 0) && t > term[to] -> \
      adopt(to, t) \
    } \
  :: d_step { \
      ((sent[t - 1].replies & PAIR(to, by)) != 0) && t > term[to] -> \
      adopt(to, t) \
    }
#else
#define HIGHER_TERM(t, to, by)
#endif

/* What may happen to one node, or between a sender and a receiver in one term. */
#define LOCAL(i) TIMEOUT(i) RESTART(i)
#define BETWEEN(t, a, b) REQUEST(t, a, b) HEARTBEAT(t, a, b) GRANT(t, a, b) HIGHER_TERM(t, a, b)

#define BOTH_WAYS(t, a, b) BETWEEN(t, a, b) BETWEEN(t, b, a)
#if N >= 2
#define PAIRS_OF_2(t) BOTH_WAYS(t, 0, 1)
#else
#define PAIRS_OF_2(t)
#endif
#if N >= 3
#define PAIRS_OF_3(t) PAIRS_OF_2(t) BOTH_WAYS(t, 0, 2) BOTH_WAYS(t, 1, 2)
#else
#define PAIRS_OF_3(t) PAIRS_OF_2(t)
#endif
#if N >= 4
#define PAIRS_OF_4(t) PAIRS_OF_3(t) BOTH_WAYS(t, 0, 3) BOTH_WAYS(t, 1, 3) BOTH_WAYS(t, 2, 3)
#else
#define PAIRS_OF_4(t) PAIRS_OF_3(t)
#endif
#if N >= 5
#define ALL_PAIRS(t) \
  PAIRS_OF_4(t) BOTH_WAYS(t, 0, 4) BOTH_WAYS(t, 1, 4) BOTH_WAYS(t, 2, 4) BOTH_WAYS(t, 3, 4)
#else
#define ALL_PAIRS(t) PAIRS_OF_4(t)
#endif

active proctype cluster() {
end:
  do
  LOCAL(0)
#if N >= 2
  LOCAL(1)
#endif
#if N >= 3
  LOCAL(2)
#endif
#if N >= 4
  LOCAL(3)
#endif
#if N >= 5
  LOCAL(4)
#endif
  ALL_PAIRS(1)
#if T >= 2
  ALL_PAIRS(2)
#endif
#if T >= 3
  ALL_PAIRS(3)
#endif
  od
}
