import CSelfProtection

/// Keeps submissions, and every other process of this user's, from reading this process's memory and
/// environment. Meant to be called first thing by a program that grades.
/// - Throws: `EnvironmentFailure` when the kernel refuses.
public func hideMemory() throws(EnvironmentFailure) {
  let code = self_protection_hide_memory()
  guard code == 0 else { throw .system("hide this process's memory", code: code) }
}
