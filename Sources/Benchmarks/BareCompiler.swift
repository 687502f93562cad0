import Execution
import Foundation

/// What the verdict and the batch are measured against: the compiler and the linker, started with
/// what the toolchain's own driver would tell them, and nothing around them.
struct BareCompiler {
  private let toolchain: Toolchain
  private let folder: String

  /// Prepares a folder for what it writes.
  init(_ toolchain: Toolchain, _ installation: Installation) throws {
    self.toolchain = toolchain
    folder = FileManager.default.temporaryDirectory.path + "/truthbook-bare"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(
      atPath: folder + "/modules", withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: installation.kitModules + "/ExerciseKit.swiftmodule",
      toPath: folder + "/modules/ExerciseKit.swiftmodule")
  }

  /// Compiles and links one file.
  /// - Returns: the library's path, the same for every file of this name.
  func compile(_ file: String) throws -> String {
    let name = URL(filePath: file).deletingPathExtension().lastPathComponent
    let (object, library) = ("\(folder)/\(name).o", "\(folder)/\(name).so")
    // The frontend skips generating code when the object it would write is there already.
    try? FileManager.default.removeItem(atPath: object)
    try Command([
      toolchain.frontend, "-frontend", "-c", file, "-target", Toolchain.target,
      "-disable-objc-interop", "-swift-version", "6", "-Onone", "-parse-as-library",
      "-module-name", "Submission", "-I", folder + "/modules", "-module-cache-path",
      folder + "/cache", "-o", object,
    ]).succeed()
    // What the source imports beside the kit and the standard library is linked too.
    let text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
    let more = text.contains("import Foundation") ? ["-lFoundation", "-lm"] : []
    try Command(
      [
        toolchain.linker, "-shared", "-o", library, object,
        toolchain.libraries + "/\(Toolchain.target.prefix { $0 != "-" })/swiftrt.o", "-L",
        toolchain.libraries, "-lswiftCore", "-lswiftSwiftOnoneSupport",
      ] + more
    ).succeed()
    return library
  }
}
