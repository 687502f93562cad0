import Terminal
import Testing

@Suite("Standard streams")
struct StandardStreamTests {
  @Test(.enabled(if: !StandardStream.output.isTerminal))
  func `without a terminal the width comes from COLUMNS, else it is 80`() {
    #expect(StandardStream.output.columns(environment: ["COLUMNS": "132"]) == 132)
    #expect(StandardStream.output.columns(environment: ["COLUMNS": "wide"]) == 80)
    #expect(StandardStream.output.columns(environment: ["COLUMNS": "0"]) == 80)
    #expect(StandardStream.output.columns(environment: [:]) == 80)
  }
}
