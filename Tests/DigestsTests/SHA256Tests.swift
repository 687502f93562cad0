import Digests
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  private func hexadecimal(_ message: [UInt8]) -> String {
    SHA256.hexadecimal(SHA256.digest(of: message))
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `the digests are those of the standard's examples`(message: String, digest: String) {
    #expect(hexadecimal(Array(message.utf8)) == digest)
  }

  // RFC 4231, test cases 2 and 6.
  @Test func `authentication codes are those of the standard's examples`() {
    func code(_ message: String, _ secret: [UInt8]) -> String {
      SHA256.hexadecimal(
        SHA256.authenticationCode(of: Array(message.utf8), secret: secret))
    }
    #expect(
      code("what do ya want for nothing?", Array("Jefe".utf8))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      code(
        "Test Using Larger Than Block-Size Key - Hash Key First",
        Array(repeating: 0xaa, count: 131))
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test func `the digest is right for every length around a block`() {
    let digests = (0...200).map { hexadecimal(Array(repeating: 97, count: $0)) }
    #expect(Set(digests).count == 201)
    #expect(digests[119] == "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb")
  }
}
