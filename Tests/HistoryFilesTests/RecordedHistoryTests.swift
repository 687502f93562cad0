import Histories
import Testing

@testable import HistoryFiles

@Suite("Recorded histories")
struct RecordedHistoryTests {
  private func history(_ text: String) throws -> RecordedHistory {
    try RecordedHistory(Array(text.utf8))
  }

  private func levels(_ text: String) throws -> [ConsistencyLevel: ConsistencyLevel.Finding] {
    Dictionary(
      uniqueKeysWithValues: try history(text).levels().map { ($0.level, $0.finding) })
  }

  private func isKept(_ finding: ConsistencyLevel.Finding?) -> Bool {
    if case .kept? = finding { true } else { false }
  }

  private func part(_ finding: ConsistencyLevel.Finding?) -> [Int]? {
    if case .broken(let part)? = finding { part } else { nil }
  }

  private func log(_ lines: [String]) -> String {
    lines.map { "INFO  jepsen.util - \($0)\n" }.joined()
  }

  @Test func `a log of a register is read, and its operations keep their ends`() throws {
    let text = log([
      "0\t:invoke\t:write\t3", "1 :invoke :read nil", "0\t:ok\t:write\t3", "1 :ok :read 3",
      "2 :invoke :cas [3 4]", "2 :fail :cas [3 4]", "3 :invoke :write 5",
      "3 :info :write :timed-out",
      "4 :invoke :read nil", "4 :fail :read :timed-out",
    ])
    guard case .store(let operations) = try history(text) else {
      return #expect(Bool(false), "not a store")
    }
    #expect(operations.count == 4)
    #expect(operations[0].input == .put("", "3") && operations[0].returned == 2)
    #expect(operations[1].answer?.output == .value("3"))
    #expect(operations[2].answer?.output == .refused)
    #expect(operations[3].answer == nil && operations[3].called == 6)
  }

  @Test func `a write that may have happened explains a read, and one that has failed does not`()
    throws
  {
    let lines = ["0 :invoke :write 3", "0 END :write 3", "1 :invoke :read nil", "1 :ok :read 3"]
    for (end, isLinearizable) in [(":ok", true), (":info", true), (":fail", false)] {
      let text = log(lines.map { $0.replacing("END", with: end) })
      #expect(isKept(try levels(text)[.linearizable]) == isLinearizable, "\(end)")
    }
  }

  @Test func `a stale read is sequential and not linearizable, by two operations`() throws {
    let text = log([
      "0 :invoke :write 1", "0 :ok :write 1", "1 :invoke :read nil", "1 :ok :read nil",
    ])
    let levels = try levels(text)
    #expect(part(levels[.linearizable]) == [0, 1])
    #expect(isKept(levels[.sequential]) && isKept(levels[.causal]))
  }

  @Test func `two clients that see two writes in different orders are causal, not sequential`()
    throws
  {
    let text = """
      {"client": 0, "op": "write", "value": "1", "call": 0, "return": 9}
      {"client": 1, "op": "write", "value": "2", "call": 0, "return": 9}
      {"client": 2, "op": "read", "value": "1", "call": 1, "return": 2}
      {"client": 2, "op": "read", "value": "2", "call": 3, "return": 4}
      {"client": 3, "op": "read", "value": "2", "call": 1, "return": 2}
      {"client": 3, "op": "read", "value": "1", "call": 3, "return": 4}
      """
    let levels = try levels(text)
    #expect(part(levels[.sequential])?.count == 6)
    #expect(isKept(levels[.causal]))
  }

  @Test func `who does not read its own write is told so`() throws {
    let text = """
      {"client": 0, "op": "write", "key": "x", "value": "1", "call": 0, "return": 1}
      {"client": 0, "op": "read", "key": "x", "value": null, "call": 2, "return": 3}
      """
    let levels = try levels(text)
    #expect(part(levels[.readYourWrites]) == [0, 1])
    #expect(part(levels[.causal]) != nil)
    #expect(isKept(levels[.monotonicReads]))
  }

  @Test func `maps are read with keys, alone or in a vector, and additions keep their order`()
    throws
  {
    let maps = """
      {:process 0, :type :invoke, :f :append, :key "a", :value "x"}
      {:process 0, :type :ok, :f :append, :key "a", :value "x"}
      {:process :nemesis, :type :info, :f :start, :value nil}
      {:process 0, :type :invoke, :f :append, :key "a", :value "y"}
      {:process 0, :type :ok, :f :append, :key "a", :value "y"}
      {:process 1, :type :invoke, :f :get, :key "a", :value nil}
      {:process 1, :type :ok, :f :get, :key "a", :value "END"}
      """
    for (end, isLinearizable) in [("xy", true), ("yx", false), ("x", false), ("", false)] {
      let text = maps.replacing("END", with: end)
      for written in [text, "[" + text + "]"] {
        #expect(isKept(try levels(written)[.linearizable]) == isLinearizable, "\(end)")
      }
    }
    guard case .unknown? = try levels(maps)[.causal] else {
      return #expect(Bool(false), "nobody can tell whose text was read")
    }
  }

  @Test func `what is no history is told with its line`() throws {
    let wrong: [(String, Int, String)] = [
      ("nonsense", 1, "no line of a Jepsen log"),
      (log(["0 :invoke :read nil", "0 :invoke :read nil"]), 2, "begins before"),
      (log(["0 :ok :read 1"]), 1, "has not begun"),
      (log(["0 :invoke :jump 1"]), 1, "':jump' is none of"),
      (log(["0 :perhaps :read 1"]), 1, "':perhaps' is none of"),
      (log(["0 :invoke :cas 1"]), 1, ":cas takes"),
      (log(["0 :invoke :write nil"]), 1, "has no value"),
      ("{:process 0, :type :invoke, :f", 1, "a value is missing"),
      ("{:process 0, :type :invoke, :f}", 1, "a key without a value"),
      ("[{:process 0, :type :invoke, :f :read, :value nil}", 1, "has no end"),
      ("{\"client\": 0}", 1, "this is no operation"),
      ("\n{\"client\": 0, \"op\": \"read\", \"call\": 3, \"return\": 2}", 2, "returns before"),
      ("{\"client\": 0, \"op\": \"jump\", \"call\": 3}", 1, "\"jump\" is none of"),
      (String(repeating: "[", count: 9_000), 1, "a value is missing"),
    ]
    for (text, line, sentence) in wrong {
      let error = #expect(throws: HistoryFileError.self) { _ = try history(text) }
      #expect(
        error?.line == line && error?.sentence.contains(sentence) == true,
        "\(text): \(error as Any)")
    }
  }

  @Test func `an empty history is as consistent as can be`() throws {
    #expect(isKept(try levels("")[.linearizable]))
    #expect(isKept(try levels("[]")[.linearizable]))
  }

  @Test func `a time line shows who was first, and what has no end`() throws {
    let text = log([
      "0 :invoke :write 1", "0 :ok :write 1", "1 :invoke :read nil", "2 :invoke :write 2",
      "1 :ok :read nil",
    ])
    let lines = TimeLine(try history(text), [0, 1, 2], width: 60).lines
    #expect(
      lines == [
        "client 0  ├1───────┤",
        "client 1                    ├2────────────────┤",
        "client 2                             ├3────────────────→",
        "",
        "1  client 0: write 1",
        "2  client 1: read → nothing",
        "3  client 2: write 2 (never answered)",
      ])
  }
}
