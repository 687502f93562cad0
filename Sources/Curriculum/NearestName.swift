/// The name somebody who typed `typed` most likely meant; nil when none is near.
///
/// A name that begins with what was typed counts as nearest, then the one fewest edits away, at most
/// a third of its length; of equals the first. An edit inserts, deletes, replaces or swaps neighbours.
public func nearest(to typed: String, among names: [String]) -> String? {
  let typed = typed.lowercased()
  guard !typed.isEmpty else { return nil }
  if let longer = names.first(where: { $0.lowercased().hasPrefix(typed) }) { return longer }
  var best: (name: String, distance: Int)?
  for name in names {
    let distance = editDistance(Array(typed), Array(name.lowercased()))
    let allowed = max(1, name.count / 3)
    if distance <= allowed, distance < best?.distance ?? .max {
      best = (name, distance)
    }
  }
  return best?.name
}

/// The most names that are listed to somebody who can look them up with a command.
private let mostNamesListed = 8

/// What helps somebody who typed a name that is not one of `names`: the nearest; else all of them, or
/// the command that lists them where they are more than eight.
///
/// - Parameter command: what lists the names; nil when nothing does.
public func suggestion(
  for typed: String, among names: [String], listedBy command: String? = nil
) -> String {
  if let name = nearest(to: typed, among: names) { return "did you mean '\(name)'?" }
  if names.isEmpty { return "there are none" }
  if let command, names.count > mostNamesListed { return "`\(command)` lists them" }
  return "there are: " + names.joined(separator: ", ")
}

/// The optimal string alignment distance, in time proportional to the product of the lengths.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for (row, left) in a.enumerated() {
    var current = [row + 1]
    for (column, right) in b.enumerated() {
      var distance = min(
        last[column + 1] + 1, current[column] + 1, last[column] + (left == right ? 0 : 1))
      if row > 0, column > 0, left == b[column - 1], a[row - 1] == right {
        distance = min(distance, beforeLast[column - 1] + 1)
      }
      current.append(distance)
    }
    beforeLast = last
    last = current
  }
  return last[b.count]
}
