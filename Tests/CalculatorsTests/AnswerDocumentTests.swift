import Calculators
import Foundation
import Testing

@Suite("Answers for programs")
struct AnswerDocumentTests {
  private func fields(_ name: String, _ words: String...) throws -> [String: [String: Any]] {
    let calculator = try #require(Calculator.named(name))
    let data = try JSONEncoder().encode(try AnswerDocument(calculator, words))
    let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let fields = try #require(document["fields"] as? [[String: Any]])
    return Dictionary(uniqueKeysWithValues: fields.map { ($0["name"] as? String ?? "", $0) })
  }

  @Test func `shares are fractions whatever is printed`() throws {
    let finality = try fields("finality", "z=6", "q=0.3")
    for name in ["exact", "confidence-exact", "confidence-nakamoto"] {
      let value = try #require(finality[name]?["value"] as? Double)
      #expect((0...1).contains(value) && finality[name]?["unit"] is NSNull, "\(name)")
    }
    let collision = try #require(try fields("collisions")["probability"]?["value"] as? Double)
    #expect(collision < 1)
  }

  @Test func `a number is as exact as its text`() throws {
    let nearlyOne = try fields("finality", "z=20", "q=0.1")["confidence-exact"]
    let value = try #require(nearlyOne?["value"] as? Double)
    #expect(value < 1 && value > 0.999999)
    #expect(try fields("fibre")["floor"]?["unit"] as? String == "ms")
    #expect(try fields("fork")["gain"]?["unit"] as? String == "blocks an hour")
  }

  @Test func `a field has one type, and null where there is nothing`() throws {
    #expect(try fields("fork", "share=0.4")["hours"]?["value"] is NSNull)
    #expect(try fields("finality", "q=0.5")["confirmations-exact"]?["value"] is NSNull)
    #expect(try fields("finality", "q=0.1")["confirmations-exact"]?["value"] is Int)
  }
}
