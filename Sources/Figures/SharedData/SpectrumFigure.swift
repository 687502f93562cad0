import Parameters
import Simulation
import Solutions
import Terminal

extension Figure {
  /// F01: the consistency spectrum as counted on replicated registers while the network is cut.
  static let spectrum = Figure(
    id: "F01", name: "spectrum",
    title: "five promises, counted on replicated registers while the network is cut",
    parameters: [
      Parameter("replicas", "how many replicas there are", .integer(2...7), standard: "3"),
      Parameter(
        "cut", "how long one replica is cut off from the others, in milliseconds",
        .integer(0...10_000), standard: "5000"),
      Parameter(
        "loss", "how many of a hundred messages are lost where nobody repeats them",
        .integer(0...90), standard: "10"),
      Parameter("seed", "names requests and delays", .integer(0...999_999), standard: "1"),
    ]
  ) { arguments, canvas in
    let trial = SpectrumTrial(
      replicas: arguments.integer("replicas"), cut: arguments.integer("cut"),
      loss: arguments.integer("loss"), seed: arguments.seed())
    let counts = ReplicationModel.allCases.map { ($0.rawValue, trial.counts(of: $0)) }
    let page = FigureText(canvas: canvas)
    let blank = [StyledLine()]
    return answeredThere(counts, page) + blank + costs(counts, page) + blank + sights(counts, page)
      + blank
      + page.wrapped(
        "\(trial.requestCount) requests to \(trial.setting.replicas) replicas, one of which is cut "
          + "off for \(trial.setting.cut.count) ms.")
  }

  private typealias Counts = [(name: String, counts: TrialCounts)]

  private static func answeredThere(_ counts: Counts, _ page: FigureText) -> [StyledLine] {
    let title = page.heading("Answered at the replica that is cut off, while it is")
    let bars = page.canvas.isASCII ? [] : ["answered"]
    return title
      + page.table(
        [""] + bars + ["reads", "writes"],
        counts.map { name, counts in
          let (reads, writes) = (counts.readsCutOff, counts.writesCutOff)
          let share = (reads.percent + writes.percent) / 20
          let bar = String(repeating: "█", count: share) + String(repeating: "░", count: 10 - share)
          return [name] + (bars.isEmpty ? [] : [bar])
            + ["\(reads.percent) %", "\(writes.percent) %"]
        })
  }

  private static func costs(_ counts: Counts, _ page: FigureText) -> [StyledLine] {
    page.heading("What it takes: mean time to an answer, messages for a request")
      + page.table(
        ["", "ms", "messages"],
        counts.map { name, counts in
          [name, tenths(counts.meanLatency), tenths(counts.messagesPerRequest)]
        })
  }

  private static func sights(_ counts: Counts, _ page: FigureText) -> [StyledLine] {
    page.heading(
      "What is seen: reads that missed a finished write, reads of a cause older than an effect seen "
        + "before, registers that differ at the end")
      + page.table(
        ["", "stale", "inverted", "differ"],
        counts.map { name, counts in
          [
            name, "\(counts.staleReads)", "\(counts.invertedReads)",
            "\(counts.differingRegisters)",
          ]
        })
  }

  private static func tenths(_ number: Double) -> String {
    let tenths = Int((number * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// The same requests put to each model: half of them writes, over four registers, each client one
/// after another; messages take 10 to 60 ms and now and then 200 more.
struct SpectrumTrial {
  let setting: RegisterTrial.Setting
  private let requests: [RegisterRequest]
  private let loss: Int
  private let seed: UInt64

  init(replicas: Int, cut: Int, loss: Int, seed: UInt64) {
    let start = 1000
    let quiet = 5000
    let busy = start + cut + 10_000
    setting = RegisterTrial.Setting(
      replicas: replicas, cut: start..<(start + cut), patience: 300, exchangeInterval: 300,
      end: busy + quiet)
    var random = RandomSource(seed: seed)
    // A client asks again only when its patience has ended, so that it does one thing at a time.
    let spacing = (setting.patience + 20) / replicas
    requests = (0..<(busy / spacing)).map { id in
      RegisterRequest(
        id: id, replica: id % replicas, time: id * spacing,
        kind: random.chance(1, in: 2) ? .write : .read, register: random.index(below: 4))
    }
    self.loss = loss
    self.seed = seed
  }

  var requestCount: Int { requests.count }

  func counts(of model: ReplicationModel) -> TrialCounts {
    var random = RandomSource(seed: seed &+ 1)
    let record = RegisterTrial(setting, requests: requests).run(model) { _, _ in
      if random.chance(loss, in: 100) { return nil }
      return 10 + random.index(below: 51) + (random.chance(1, in: 10) ? 200 : 0)
    }
    return TrialCounts(record, setting: setting)
  }
}
