import Calculators
import Parameters
import Testing

@Suite("Calculators")
struct CalculatorTests {
  private static let names = Calculator.all.map(\.name)

  @Test func `there are K01 to K11, each with a name of its own`() {
    let ids = Calculator.all.map(\.id)
    #expect(Set(ids).isSuperset(of: (1...11).map { $0 < 10 ? "K0\($0)" : "K\($0)" }))
    #expect(Set(ids).count == ids.count)
    #expect(Set(Self.names).count == Self.names.count)
  }

  @Test(arguments: names) func `each answers with its standard values, in whole tables`(
    name: String
  ) throws {
    let calculator = try #require(Calculator.named(name))
    #expect(calculator.question.hasSuffix("?"))
    let answer = try calculator.answer()
    #expect(!answer.fields.isEmpty)
    #expect(Set(answer.fields.map(\.name)).count == answer.fields.count)
    for field in answer.fields {
      #expect(!field.text.isEmpty && !field.meaning.hasSuffix("."))
      if case .number(let number) = field.value { #expect(number.isFinite) }
    }
    for note in answer.notes { #expect(note.hasSuffix(".")) }
    for table in answer.tables {
      #expect(!table.rows.isEmpty)
      #expect(table.rows.allSatisfy { $0.count == table.columns.count }, "\(table.title)")
    }
    for plot in answer.plots {
      for curve in plot.curves {
        #expect(curve.points.map(\.x) == curve.points.map(\.x).sorted(), "\(curve.name)")
        #expect(curve.points.allSatisfy { $0.x.isFinite && $0.y.isFinite })
      }
    }
  }

  @Test(arguments: names) func `each answers at the ends of its domains, with finite numbers`(
    name: String
  ) throws {
    let calculator = try #require(Calculator.named(name))
    for parameter in calculator.parameters {
      let ends: [String] =
        switch parameter.domain {
        case .integer(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
        case .number(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
        case .choice(let words): words
        case .integers, .text: []
        }
      for end in ends {
        do throws(ArgumentError) {
          let answer = try calculator.answer(["\(parameter.name)=\(end)"])
          for case .number(let number) in answer.fields.map(\.value) {
            #expect(number.isFinite, "\(parameter.name)=\(end)")
          }
        } catch {
          // Together with the standard values it may be impossible; then that is said.
          #expect(error.description.contains("\(parameter.name)=\(end)"))
        }
      }
    }
  }

  @Test(arguments: [
    ("finality q=1.5", ["q=1.5", "0", "1"]), ("finality z=-1", ["z=-1"]),
    ("finality z=1001", ["z=1001"]), ("finality risk=0", ["risk=0"]),
    ("finality q=nan", ["q=nan"]),
    ("quorum n=3 r=4", ["r=4", "n=3"]), ("quorum n=1", ["r=2", "n=1"]),
    ("quorum n=5 w=6 r=1", ["w=6", "n=5"]), ("cost table=hierarchy of=latency", ["of=cost"]),
    ("cost table=spectrum of=cost", ["of=latency", "spectrum"]),
    ("latency leader=W", ["leader=W", "E, EU, AP"]), ("latency voters=E,MARS", ["'MARS'"]),
    ("latency clients=MARS", ["'MARS'"]), ("latency clients=E:0", ["'E:0'"]),
    ("latency rtt=E-EU", ["'E-EU'"]), ("latency rtt=E-EU:1,EU-E:2", ["EU-E", "twice"]),
    ("latency rtt=E-EU:80,W-AP:5", ["connect"]),
    ("clocks a=A", ["'a=A'"]), ("clocks a=A:1,A:2", ["two counters"]), ("clocks b=A:-1", ["A:-1"]),
    ("clocks b=1,2,", ["'b=1,2,'"]), ("clocks a=[31m:1", ["is no counter"]),
    ("collisions m=1", ["m=1"]), ("byzantine f=11", ["f=11"]), ("drift ppm=0", ["ppm=0"]),
    ("blocks z=0", ["z=0"]), ("majority n=0", ["n=0"]),
  ])
  func `what cannot be answered is refused with what was written`(
    asked: String, words: [String]
  ) throws {
    let error = try #require(throws: ArgumentError.self) { try Asking(asked) }
    for word in words { #expect(error.description.contains(word), "\(error)") }
  }

  @Test func `a table keeps the row that was asked about`() throws {
    func firstCells(_ words: String) throws -> [String] {
      try #require(try Asking(words).answer.tables.first).rows.map { $0[0] }
    }
    #expect(try firstCells("finality z=77").contains("77"))
    #expect(try firstCells("majority n=500").contains("500"))
    #expect(try firstCells("blocks z=42").contains("42"))
    #expect(try firstCells("commit-wait eps=2.5").contains("2.5"))
    #expect(try firstCells("drift ppm=33").contains("33"))
    #expect(try firstCells("byzantine f=7").contains("7"))
  }

  @Test func `the printed tables' notes say that nothing was verified`() throws {
    #expect(try Asking("cost").answer.notes.contains { $0.contains("not verified") })
    #expect(try Asking("latency").answer.notes.contains { $0.contains("not measured") })
  }
}
