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

  @Test func `the digest is right for every length around a block`() {
    let digests = (0...200).map { hexadecimal(Array(repeating: 97, count: $0)) }
    #expect(Set(digests).count == 201)
    #expect(digests[119] == "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb")
  }
}
