import Checking
import Testing
import Wire

@Suite("A question that several checks have")
struct AskedOnceTests {
  /// Counts how often it is asked and started afresh; stops the first few times.
  private final class Asked: Subject {
    private(set) var questions = 0
    private(set) var restarts = 0
    private var stops: Int
    private let stop: Stop

    init(stops: Int = 0, by stop: Stop = .exited(status: 1)) {
      self.stops = stops
      self.stop = stop
    }

    func run(_ program: Program) throws(Stop) -> [[UInt8]] {
      questions += 1
      if stops > 0 {
        stops -= 1
        throw stop
      }
      return [[UInt8(questions)]]
    }

    func restart() { restarts += 1 }

    func ask() throws(Stop) -> [[UInt8]] { try run(Program()) }
  }

  @Test func `it is asked once, and answered to all`() throws {
    let (question, subject) = (AskedOnce<[[UInt8]]>(), Asked())
    for _ in 0..<3 { #expect(try question.answer(subject.ask) == [[1]]) }
    #expect(try question.answer(insists: true, subject.ask) == [[1]])
    #expect(subject.questions == 1)
  }

  @Test func `it is not asked again of a submission that it stops, unless somebody insists`() throws
  {
    let (question, subject) = (AskedOnce<[[UInt8]]>(), Asked(stops: 2))
    #expect(throws: Stop.exited(status: 1)) { try question.answer(subject.ask) }
    #expect(try question.answer(subject.ask) == nil)
    #expect(throws: Stop.exited(status: 1)) { try question.answer(insists: true, subject.ask) }
    #expect(subject.questions == 2)
  }

  @Test func `that it stopped a submission once is not forgotten when it goes well later`() throws {
    let (question, subject) = (AskedOnce<[[UInt8]]>(), Asked(stops: 1))
    #expect(question.stop == nil)
    #expect(throws: Stop.exited(status: 1)) { try question.answer(subject.ask) }
    for _ in 0..<2 {
      #expect(throws: Stop.exited(status: 1)) { try question.answer(insists: true, subject.ask) }
    }
    #expect(question.stop == .exited(status: 1))
    #expect(subject.questions == 3)
  }

  @Test func `what took too long once is asked again, and what it then answers counts`() throws {
    let slow = Stop.timeLimit(milliseconds: 200)
    let (question, subject) = (AskedOnce<[[UInt8]]>(), Asked(stops: 1, by: slow))
    #expect(throws: slow) { try question.answer(subject.ask) }
    #expect(question.stop == slow)
    for _ in 0..<2 { #expect(try question.answer(subject.ask) == [[2]]) }
    #expect(question.stop == nil)
  }

  @Test func `what took too long twice is not waited for again, unless somebody insists`() throws {
    let slow = Stop.timeLimit(milliseconds: 200)
    let (question, subject) = (AskedOnce<[[UInt8]]>(), Asked(stops: 2, by: slow))
    for _ in 0..<2 { #expect(throws: slow) { try question.answer(subject.ask) } }
    #expect(try question.answer(subject.ask) == nil)
    #expect(subject.questions == 2)
    #expect(try question.answer(insists: true, subject.ask) == [[3]])
  }

  @Test func `a submission that it stops is started afresh`() throws {
    let (question, subject) = (AskedOnce<[[UInt8]]>(), Asked(stops: 1))
    #expect(try question.answer(from: subject, subject.ask) == nil)
    #expect(try question.answer(from: subject, subject.ask) == nil)
    #expect(subject.questions == 1)
    #expect(subject.restarts == 1)
  }
}
