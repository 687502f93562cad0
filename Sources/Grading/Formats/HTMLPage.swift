/// The frame of a page that a teacher opens: one file, no network, light and dark.
enum HTMLPage {
  /// The whole document around what stands in `main`.
  /// - Parameters:
  ///   - title: the title, escaped.
  ///   - content: the lines of `main`.
  static func document(title: String, content: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(title)</title>
    <style>
    \(HTMLStyle.sheet)</style>
    </head>
    <body>
    <main>
    \(content)
    </main>
    </body>
    </html>

    """
  }
}
