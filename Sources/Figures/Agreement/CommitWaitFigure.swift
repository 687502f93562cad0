import ExerciseKit
import Parameters
import Solutions
import Terminal

extension Figure {
  /// F08: two transactions, one after the other, at leaders whose clocks err in opposite directions.
  static let commitWait = Figure(
    id: "F08", name: "commit-wait",
    title: "what two clocks say, and when a transaction may be seen",
    parameters: [
      Parameter("eps", "the uncertainty of both clocks, in ms", .integer(1...50), standard: "5"),
      Parameter(
        "wait", "how long the first leader waits: as the protocol says, or one uncertainty only",
        .choice(["full", "once"]), standard: "full"),
    ]
  ) { arguments, canvas in
    let run = CommitRun(
      uncertainty: Int64(arguments.integer("eps")) * 1000,
      waitsOnce: arguments.text("wait") == "once")
    return run.lines(FigureText(canvas: canvas))
  }
}

/// The first transaction starts at true time 100 ms at a clock as fast as its bound allows; the second
/// starts when the first is visible, at a clock as slow as its bound allows. In microseconds.
struct CommitRun {
  private let uncertainty: Int64
  private let waitsOnce: Bool
  private let start: Int64 = 100_000
  private let firstReading: TimeInterval64
  private let secondReading: TimeInterval64
  /// When the first transaction may be seen, in true time.
  let visible: Int64
  /// The timestamp of the first transaction.
  let first: Int64
  /// The timestamp of the second one.
  let second: Int64

  init(uncertainty: Int64, waitsOnce: Bool) {
    self.uncertainty = uncertainty
    self.waitsOnce = waitsOnce
    let fast = TrueTimeClock(offset: uncertainty, uncertainty: uncertainty)
    let slow = TrueTimeClock(offset: -uncertainty, uncertainty: uncertainty)
    var leaders = (CommitWaiter(), CommitWaiter())
    firstReading = fast.now(at: start)
    first = leaders.0.begin(1, now: firstReading, prepared: [])
    var time = start + uncertainty
    if !waitsOnce {
      // Asked every microsecond, as the true time passes.
      while leaders.0.poll(now: fast.now(at: time)).isEmpty { time += 1 }
    }
    visible = time
    secondReading = slow.now(at: time)
    second = leaders.1.begin(2, now: secondReading, prepared: [])
  }

  func lines(_ page: FigureText) -> [StyledLine] {
    let verdict =
      second > first
      ? "The second transaction started when the first was visible, and has the larger timestamp."
      : "The second transaction started when the first was visible, and has the smaller timestamp: "
        + "a reader of the past sees it without the first."
    let looks = second > first ? Style.plain : Style(.red, .bold)
    return picture(page) + [StyledLine()] + page.wrapped(verdict, looks)
  }

  private func picture(_ page: FigureText) -> [StyledLine] {
    let margin = uncertainty / 2
    let (low, high) = (start - margin - uncertainty, start + 2 * uncertainty + margin * 2)
    let room = Int64(min(page.canvas.width, 100)) - 1
    guard !page.canvas.isASCII, room >= 30 else { return sentences.flatMap { page.wrapped($0) } }
    func column(_ time: Int64) -> Int { Int((time - low) * room / (high - low)) }
    func bar(_ from: Int64, _ to: Int64, _ ends: (Character, Character), _ fill: Character)
      -> String
    {
      let (a, b) = (column(from), column(to))
      var cells = Array(repeating: Character(" "), count: b + 1)
      for cell in a...b { cells[cell] = fill }
      (cells[a], cells[b]) = ends
      return String(cells)
    }
    let ticks = [start - uncertainty, start, start + uncertainty, start + 2 * uncertainty]
    var labels = Array(repeating: Character(" "), count: Int(room) + 1)
    var axis = Array(repeating: Character("─"), count: Int(room) + 1)
    for tick in ticks {
      axis[column(tick)] = "┬"
      let text = Self.ms(tick)
      let place = min(max(0, column(tick) - text.count / 2), Int(room) + 1 - text.count)
      for (offset, character) in text.enumerated() { labels[place + offset] = character }
    }
    let texts = sentences
    let name = Style(nil, .bold)
    let labelText = String(String(labels).reversed().drop { $0 == " " }.reversed())
    return [StyledLine("true time, ms", name), StyledLine(labelText)]
      + [StyledLine(String(axis), Style(nil, .dim))]
      + page.wrapped(texts[0])
      + [StyledLine(bar(firstReading.earliest, firstReading.latest, ("[", "]"), "·"), Style(.cyan))]
      + page.wrapped(texts[1])
      + [StyledLine(bar(start, visible, ("├", "▲"), "═"), waitsOnce ? Style(.yellow) : .plain)]
      + page.wrapped(texts[2])
      + [
        StyledLine(bar(secondReading.earliest, secondReading.latest, ("[", "]"), "·"), Style(.cyan))
      ]
  }

  /// What happens, in order.
  private var sentences: [String] {
    let waited = Self.ms(visible - start)
    return [
      "A, \(Self.ms(uncertainty)) ms fast, says \(Self.text(firstReading)): the timestamp is "
        + "\(Self.ms(first)).",
      waitsOnce
        ? "A waits once the uncertainty, \(waited) ms, then shows its result."
        : "A waits until its earliest time is past \(Self.ms(first)), \(waited) ms, then shows its "
          + "result.",
      "B, \(Self.ms(uncertainty)) ms slow, starts and says \(Self.text(secondReading)): the timestamp "
        + "is \(Self.ms(second)).",
    ]
  }

  private static func text(_ interval: TimeInterval64) -> String {
    "\(ms(interval.earliest)) to \(ms(interval.latest))"
  }

  /// In milliseconds, with as many decimals as there are.
  private static func ms(_ microseconds: Int64) -> String {
    let rest = microseconds % 1000
    guard rest != 0 else { return "\(microseconds / 1000)" }
    let digits = String(String(rest + 1000).dropFirst())
    return "\(microseconds / 1000)." + String(digits.reversed().drop { $0 == "0" }.reversed())
  }
}
