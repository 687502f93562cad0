import Checking
import Testing
import Wire

@Suite("What random inputs are drawn from")
struct InputKeyTests {
  private let code = Array("struct Answer {}".utf8)
  private let other = Array("struct Answer {} // a comment".utf8)

  private func secret(_ byte: UInt8) throws -> CourseSecret {
    try #require(CourseSecret(Array(repeating: byte, count: 16)))
  }

  @Test func `the same bytes give the same inputs, in whatever order and on every machine`() {
    #expect(
      InputKey(files: [code, other]).keptSeed(of: "x")
        == InputKey(files: [other, code]).keptSeed(of: "x"))
    #expect(InputKey(files: [code]).keptSeed(of: "x") == 17_127_947_955_358_716_604)
    #expect(InputKey.ofOwnCode.shownSeed(of: "x") == 16_442_580_416_239_570_834)
  }

  @Test func `a comment more gives other inputs that are kept back, and the same that are shown`() {
    let (one, two) = (InputKey(files: [code]), InputKey(files: [other]))
    #expect(one.keptSeed(of: "x") != two.keptSeed(of: "x"))
    #expect(one.shownSeed(of: "x") == two.shownSeed(of: "x"))
    #expect(InputKey(files: [code, code]).keptSeed(of: "x") != one.keptSeed(of: "x"))
  }

  @Test func `a secret changes both shares, and no check's inputs are another's`() throws {
    let keys = [
      InputKey(files: [code]), InputKey(files: [code], secret: try secret(1)),
      InputKey(files: [code], secret: try secret(2)),
    ]
    let seeds = keys.flatMap { key in
      ["x", "y"].flatMap { [key.shownSeed(of: $0), key.keptSeed(of: $0)] }
    }
    #expect(Set(seeds).count == 12)
  }

  @Test func `a secret has 16 to 65,536 bytes and is named by its digest`() throws {
    for count in [0, 15, 65_537] { #expect(CourseSecret(Array(repeating: 7, count: count)) == nil) }
    #expect(CourseSecret(Array(repeating: 7, count: 65_536)) != nil)
    // `head -c 16 /dev/zero | sha256sum`
    #expect(try secret(0).name == "sha256:374708fff7719dd5")
  }
}

@Suite("Inputs that are kept back")
struct KeptBackTests {
  private let passed = Verdict.passed(.cases(3))

  @Test func `they decide what those that may be told have left open, and say nothing else`() throws
  {
    let broken = try passed.decided { .failed(Failure(message: "n1 shows milk")) }
    guard case .failed(let failure) = broken else {
      Issue.record("\(broken)")
      return
    }
    #expect(!failure.message.contains("milk") && failure.counterexample == nil)
    for verdict in [Verdict.passed(.cases(1)), .notReached("nothing shown")] {
      let decided = try passed.decided { verdict }
      #expect(decided == passed)
    }
  }

  @Test func `they are not asked about once the others have failed`() throws {
    for verdict in [Verdict.failed(Failure(message: "told")), .notReached("told")] {
      let decided = try verdict.decided {
        Issue.record("asked")
        return .passed(.cases(1))
      }
      #expect(decided == verdict)
    }
  }

  @Test func `a stop in them is told without what the submission said`() throws {
    let stop = Stop.crashed(signal: 4, message: "n1 adds milk")
    let bare = Verdict.stopped(.crashed(signal: 4, message: ""), nil)
    let thrown = try passed.decided { () throws(Stop) in throw stop }
    #expect(thrown == bare)
    let told = try passed.decided { .stopped(stop, nil) }
    #expect(told == bare)
    let babble = try passed.decided { () throws(Stop) in throw .protocolViolation("milk") }
    #expect(babble == .stopped(.protocolViolation("its reply cannot be read"), nil))
  }

  @Test(arguments: [Stop.unavailable("no process"), .inconsistent("two answers")])
  func `what ends grading ends it here too`(stop: Stop) {
    do throws(Stop) {
      _ = try passed.decided { () throws(Stop) in throw stop }
      Issue.record("nothing is thrown")
    } catch {
      #expect(error == stop)
    }
  }
}
