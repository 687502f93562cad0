import Execution
import Foundation

/// From an edited file to its verdict: the whole `truthbook test`, beside the compiler alone and
/// beside `swift test` on an equivalent package.
struct VerdictBenchmark {
  let root: String
  let truthbook: String
  let installation: Installation
  private let compiler: BareCompiler
  private let folder: String

  init(root: String, truthbook: String, installation: Installation, compiler: BareCompiler) throws {
    self.root = root
    self.truthbook = truthbook
    self.installation = installation
    self.compiler = compiler
    folder = FileManager.default.temporaryDirectory.path + "/truthbook-verdict"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  /// Measures one exercise's reference.
  /// - Parameter allowed: how many times the floor the verdict may take.
  func run(_ exercise: String, file: String, allowed: Double) throws {
    let source = try String(
      contentsOf: URL(filePath: "\(root)/Solutions/\(exercise)/\(file)"), encoding: .utf8)
    let edited = "\(folder)/\(file)"
    var edits = 0
    func edit() throws {
      edits += 1
      try (source + "private let edit = \(edits)\n").write(
        to: URL(filePath: edited), atomically: true, encoding: .utf8)
    }
    var floors: [Double] = []
    var compiles: [Double] = []
    var verdicts: [Double] = []
    for round in 0..<16 {
      try edit()
      var begin = ContinuousClock.now
      let library = try compiler.compile(edited)
      let compiled = (ContinuousClock.now - begin).milliseconds
      try Command([installation.worker, library]).run()
      let floor = (ContinuousClock.now - begin).milliseconds
      try edit()
      begin = .now
      let status = try Command([truthbook, "test", exercise, edited], in: root).run()
      let verdict = (ContinuousClock.now - begin).milliseconds
      guard status == 0 else {
        throw Command.Failed(description: "truthbook test \(exercise) exited with \(status)")
      }
      // The first round fills caches.
      if round > 0 {
        compiles.append(compiled)
        floors.append(floor)
        verdicts.append(verdict)
      }
    }
    let floor = Measurement(floors)
    let verdict = Measurement(verdicts)
    let compiled = Measurement(compiles)
    print("  \(exercise)")
    print("    floor: frontend -Onone, link, load   \(floor.text)")
    print("    truthbook test, whole suite          \(verdict.text)")
    print(
      "    ratio \((verdict.median / floor.median).text) (at most \(allowed.text)); "
        + "beside compiling and linking: \((verdict.median - compiled.median).text) ms")
    if exercise == "or-set" { try compareWithSwiftTest(edited, edit, verdict.median) }
  }

  private func compareWithSwiftTest(
    _ file: String, _ edit: () throws -> Void, _ verdict: Double
  ) throws {
    let package = folder + "/package"
    let peer = root + "/Sources/Benchmarks/Peers/SwiftTest"
    let files = FileManager.default
    for path in ["Sources/Submission", "Tests/EquivalentTests"] {
      try files.createDirectory(
        atPath: "\(package)/\(path)", withIntermediateDirectories: true)
    }
    try files.copyItem(
      atPath: root + "/Sources/ExerciseKit", toPath: package + "/Sources/ExerciseKit")
    try files.copyItem(atPath: peer + "/Package.swift.txt", toPath: package + "/Package.swift")
    try files.copyItem(
      atPath: peer + "/ORSetTests.swift.txt",
      toPath: package + "/Tests/EquivalentTests/ORSetTests.swift")
    let target = package + "/Sources/Submission/ORSet.swift"
    let measured = try Measurement(5) {
      try edit()
      try? files.removeItem(atPath: target)
      try files.copyItem(atPath: file, toPath: target)
      try Command(["swift", "test", "--disable-xctest"], in: package).succeed()
    }
    print("    swift test, equivalent package       \(measured.text)")
    print("    truthbook is \((measured.median / verdict).text) times as fast (at least 3)")
  }
}
