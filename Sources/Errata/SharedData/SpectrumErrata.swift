import Simulation
import Solutions

extension Erratum {
  /// Errata of the consistency spectrum.
  static let spectrumErrata: [Erratum] = [causalAboveConsensus, availabilityStaircase, transfers]

  private static let causalAboveConsensus = Erratum(
    "E-33", .wrong, place: "second document, lines 343 to 347",
    said: "Causal order is a level above consensus; vector clocks and Dynamo provide it.",
    truth:
      "It is below. What is linearizable is causal, and not the reverse; causal consistency needs "
      + "no coordination and stays available to a client that keeps to its replica. A vector clock "
      + "detects concurrent writes of one key, and Dynamo promises no order across keys.",
    settlement: .computed(
      method:
        "all histories of two processes that take turns over four operations on one register, "
        + "and a witness for the other direction."
    ) {
      var (linearizable, causal, exceptions) = (0, 0, 0)
      for history in turnHistories {
        let isLinearizable = ConsistencyModel.linearizable.allows(history)
        let isCausal = ConsistencyModel.causal.allows(history)
        linearizable += isLinearizable ? 1 : 0
        causal += isCausal ? 1 : 0
        exceptions += isLinearizable && !isCausal ? 1 : 0
      }
      let witness = [
        RegisterOperation(process: 1, .write, value: 1, invoked: 0, returned: 1),
        RegisterOperation(process: 2, .read, value: 0, invoked: 2, returned: 3),
      ]
      return Evidence(
        .init(
          "of \(turnHistories.count) histories", "\(linearizable) linearizable, \(causal) causal",
          holds: linearizable < causal),
        .init("linearizable and not causal", "\(exceptions)", holds: exceptions == 0),
        .init(
          "a read of 0 that begins after a write of 1 has returned", "causal, not linearizable",
          holds: ConsistencyModel.causal.allows(witness)
            && !ConsistencyModel.linearizable.allows(witness)))
    })

  /// Every place writes a value of its own, or reads 0 or what places before and after may write.
  private static var turnHistories: [[RegisterOperation]] {
    (0..<256).map { code in
      (0..<4).map { place in
        let choice = code >> (2 * place) & 3
        return RegisterOperation(
          process: place % 2, choice == 3 ? .write : .read,
          value: choice == 3 ? place + 1 : choice, invoked: 2 * place, returned: 2 * place + 1)
      }
    }
  }

  private static let availabilityStaircase = Erratum(
    "E-48", .wrong, place: "first document, lines 19 to 25",
    said: "Availability rises in even steps: linearizable, sequential, causal, eventual, none.",
    truth:
      "There is one step. On the smaller side of a partition linearizable and sequential registers "
      + "cannot both read and write; causal, eventual and unrepaired ones answer everything. Below "
      + "the step the models differ in what a reader may see, not in whether it is answered.",
    settlement: .proven(
      method:
        "three replicas, a cut of one second, one request every 20 ms; counted on the cut-off "
        + "replica while the cut lasts."
    ) {
      let counts = ReplicationModel.allCases.map(countsOfTrial)
      return Evidence(
        zip(ReplicationModel.allCases, counts).map { model, count in
          let isFull = count.readsCutOff.percent == 100 && count.writesCutOff.percent == 100
          return .init(
            "\(model.rawValue): reads and writes answered there",
            "\(count.readsCutOff.percent) % and \(count.writesCutOff.percent) %",
            holds: isFull == (model != .linearizable && model != .sequential))
        })
    })

  private static func countsOfTrial(of model: ReplicationModel) -> TrialCounts {
    let setting = RegisterTrial.Setting(
      replicas: 3, cut: 400..<1400, patience: 200, exchangeInterval: 100, end: 3000)
    let requests = (0..<90).map { id in
      RegisterRequest(
        id: id, replica: id % 3, time: 20 * id, kind: id / 3 % 2 == 0 ? .write : .read,
        register: id % 2)
    }
    var random = RandomSource(seed: 1)
    let record = RegisterTrial(setting, requests: requests).run(model) { _, _ in
      10 + random.index(below: 20)
    }
    return TrialCounts(record, setting: setting)
  }

  private static let transfers = Erratum(
    "E-49", .misleading, place: "first document, lines 21 and 578 to 579",
    said: """
      Linearizable storage is for bank accounts, and a transfer is one write to a store with consensus.
      """,
    truth: """
      It can be right: where one log holds both accounts, a transfer is a single command in it. The word \
      linearizable alone does not say that. It speaks of one object, and a transfer changes two: with two \
      linearizable accounts a reader can see the money gone from one and not yet in the other. What is \
      needed is a transaction, atomic and serialisable in the order of real time.
      """,
    settlement: .computed(
      method:
        "10 is debited from one account of 100, both are read, 10 is credited to the other: each "
        + "account's history checked, and the sum."
    ) {
      // Registers hold the change against their opening balance of 100.
      let history = [
        RegisterOperation(process: 1, .write, register: 0, value: -10, invoked: 0, returned: 1),
        RegisterOperation(process: 2, .read, register: 0, value: -10, invoked: 2, returned: 3),
        RegisterOperation(process: 2, .read, register: 1, value: 0, invoked: 4, returned: 5),
        RegisterOperation(process: 1, .write, register: 1, value: 10, invoked: 6, returned: 7),
      ]
      let isLinearizable = (0...1).allSatisfy { account in
        ConsistencyModel.linearizable.allows(history.filter { $0.register == account })
      }
      let sum = 200 + history.filter { $0.kind == .read }.reduce(0) { $0 + $1.value }
      return Evidence(
        .init(
          "each account by itself", isLinearizable ? "linearizable" : "not linearizable",
          holds: isLinearizable),
        .init("the sum that the reader saw", "\(sum) of 200", holds: sum == 190))
    })
}
