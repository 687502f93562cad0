public import Terminal

/// Code as lines, each stretch in the style that the reader gives it. Control characters are made harmless; a
/// tab becomes a blank.
/// - Parameter info: what stands after the fence; its first word names the language.
public func coloredCode(_ code: String, info: String) -> [StyledLine] {
  let content = Array(code.utf8)
  let language = info.isEmpty ? nil : CodeLanguage(info: info)
  var scanner = language.map { CodeScanner(content, in: 0..<content.count, language: $0) }
  var lines = [StyledLine()]
  var start = 0
  while start < content.count {
    let token = scanner?.next()
    let end = token.map { max($0.end, start + 1) } ?? content.count
    let style = token.map { Theme.code($0.kind) } ?? .plain
    let text = String(decoding: content[start..<min(end, content.count)], as: UTF8.self)
    for (place, piece) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if place > 0 { lines.append(StyledLine()) }
      if !piece.isEmpty { lines[lines.count - 1].runs.append(StyledLine.Run(String(piece), style)) }
    }
    start = end
  }
  if lines.last?.runs.isEmpty == true { lines.removeLast() }
  return lines
}
