/// Which of the files below what was handed in are the submission, by their names alone:
///
/// - In a package (a folder with a `Package.swift`), what lies below its `Sources`. Its `Tests` and its
///   description are left, and a target with a `main.swift` where another target has none; without
///   `Sources`, all other Swift files count.
/// - Elsewhere, every Swift file at any depth, but not below a `Starter` folder that lies beside Swift
///   files (an exercise's own folder), and not below a folder for tests when there is anything else.
/// - `ORSet.swift.txt` counts as `ORSet.swift`, unless that is there too.
struct Selection {
  /// The files that count, by their place in the list.
  private(set) var taken: [Int] = []
  /// The others, with the reason.
  private(set) var passedOver: [Intake.PassedOver] = []

  private let files: [FoundFile]
  /// The folders that hold a `Package.swift`.
  private let packages: Set<[String]>
  /// Those of them that have Swift files below `Sources`.
  private var packagesWithSources: Set<[String]> = []
  /// The folders of targets that are programs, in packages in which another target is none.
  private var programs: Set<[String]> = []
  /// The folders in which Swift files lie.
  private let sourceFolders: Set<[String]>
  private let names: Set<[String]>

  init(_ files: [FoundFile]) {
    self.files = files
    packages = Set(
      files.filter { $0.role == .packageDescription && $0.path.last == "Package.swift" }
        .map { Array($0.path.dropLast()) })
    let sources = files.filter(\.role.isSource)
    sourceFolders = Set(sources.map { Array($0.path.dropLast()) })
    names = Set(files.map(\.path))
    var targets: [[String]: Set<[String]>] = [:]
    for source in sources {
      guard let package = package(of: source), Self.isInSources(source, of: package) else {
        continue
      }
      packagesWithSources.insert(package)
      targets[package, default: []].insert(Self.target(of: source, in: package))
    }
    let withMain = Set(sources.filter { $0.path.last == "main.swift" }.map { $0.path.dropLast() })
    for all in targets.values {
      let programs = all.filter { withMain.contains($0[...]) }
      if programs.count < all.count { self.programs.formUnion(programs) }
    }
    choose()
  }

  /// The folder of the target that a file below a package's sources belongs to.
  private static func target(of file: FoundFile, in package: [String]) -> [String] {
    Array(file.path.dropLast().prefix(package.count + 2))
  }

  private mutating func choose() {
    var tests: [Int] = []
    for (index, file) in files.enumerated() {
      if let reason = reasonToPassOver(file) {
        passedOver.append(Intake.PassedOver(name: file.name, reason: reason, isCode: file.isCode))
      } else if Self.isTest(file) {
        tests.append(index)
      } else {
        taken.append(index)
      }
    }
    if taken.isEmpty {
      taken = tests
    } else {
      for index in tests {
        passedOver.append(
          Intake.PassedOver(
            name: files[index].name, reason: "it lies in a folder for tests", isCode: true))
      }
    }
  }

  /// Why a file does not count whatever else there is; nil when it may.
  private func reasonToPassOver(_ file: FoundFile) -> String? {
    switch file.kind {
    case .tooDeep: return "folders deeper than \(Intake.depthLimit) are not looked into"
    case .outside: return "it would lie outside of the archive"
    case .replaced: return "a later file of the archive has the same name"
    case .symbolicLink where !file.role.isSource: return "it is a link, and links are not followed"
    case .special where !file.role.isSource: return "it is a pipe, socket or device"
    case .regular, .symbolicLink, .special, .tooLarge: break
    }
    switch file.role {
    case .packageDescription: return "a package's description is not needed and never run"
    case .archive, .otherArchive: return "an archive beside or inside is not opened"
    case .document, .other: return "it is not a Swift file"
    case .swift: break
    case .swiftAsText:
      var path = file.path
      path.append(String(path.removeLast().dropLast(".txt".count)))
      if names.contains(path) { return "\(path.last ?? "") lies beside it" }
    }
    if let package = package(of: file) {
      let inside = file.path.dropFirst(package.count)
      if inside.count > 1, inside.first == "Tests" { return "it belongs to a package's tests" }
      if packagesWithSources.contains(package), !Self.isInSources(file, of: package) {
        return "it lies outside of the package's Sources"
      }
      if programs.contains(Self.target(of: file, in: package)) {
        return "its target is a program of its own"
      }
    }
    return isStarter(file) ? "it is the exercise's starter" : nil
  }

  private func isStarter(_ file: FoundFile) -> Bool {
    file.path.dropLast().indices.contains {
      file.path[$0] == "Starter" && sourceFolders.contains(Array(file.path[..<$0]))
    }
  }

  private func package(of file: FoundFile) -> [String]? {
    guard !packages.isEmpty else { return nil }
    return file.path.indices.reversed().lazy.map { Array(file.path[..<$0]) }
      .first(where: packages.contains)
  }

  /// The names that the package manager knows for the folder of a package's code.
  private static let sourcesNames: Set = ["Sources", "Source", "src", "srcs"]

  private static func isInSources(_ file: FoundFile, of package: [String]) -> Bool {
    let inside = file.path.dropFirst(package.count)
    return inside.count > 1 && sourcesNames.contains(inside.first ?? "")
  }

  private static func isTest(_ file: FoundFile) -> Bool {
    file.path.dropLast().contains { $0.hasSuffix("Tests") }
  }
}

extension FoundFile {
  /// True for what a learner may have meant as part of the submission.
  fileprivate var isCode: Bool {
    switch role {
    case .swift, .swiftAsText, .packageDescription, .archive, .otherArchive: true
    case .document, .other: [.tooDeep, .outside, .replaced].contains(kind)
    }
  }
}
