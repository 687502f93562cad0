import Checking

/// The hidden tests of the exercise `pbft`: what one replica does at each step, and what a cluster with a traitor in it
/// keeps.
let pbftSuite = ComposedSuite(
  exercise: "pbft", version: 1,
  repeatability: .answersAlike(
    "Told the same in the same order, replicas do the same.", chapter: PBFTRules.section, points: 3),
  parts: [
    ConversationPart(
      name: "pbft", object: byzantineReplica, rules: PBFTRules.rules,
      random: PBFTRules.normal.check(
        "any-messages",
        "Whatever arrives, in any order, doubled, late, forged or from strangers: every answer is what the rules say.",
        .schedules, 8),
      copies: .copiesApart(
        "A copy of a replica does not change with its original.", chapter: PBFTRules.section,
        points: 3)),
    ClusterPart<TraitorCluster>(
      safety: PBFTRules.proof.check(
        "one-request-for-a-number",
        "Whatever one traitor says and whichever messages are lost, no two correct replicas execute different requests "
          + "under one number.", .schedules, 5),
      survival: PBFTRules.proof.check(
        "what-was-executed-survives",
        "What a correct replica has executed, all correct ones execute under the same number when another view has "
          + "begun and messages arrive.", .schedules, 5),
      progress: PBFTRules.changes.check(
        "a-faulty-primary-is-replaced",
        "Whatever one traitor says, as primary of the first view or of the next, every request is executed by all "
          + "correct replicas in the end.", .schedules, 5)),
  ])
