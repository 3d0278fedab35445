using System.Globalization;
using System.Text.Json;
using Portal.Kernel.Crypto;
using Xunit.Abstractions;

namespace Portal.Tests.Kernel.Crypto;

/// <summary>Vectors that nobody here wrote, through the product's own code. What is left out has sizes that the product never uses.</summary>
[Trait("Norm", "164.312(a)(2)(iv)")]
public sealed class WycheproofTests(ITestOutputHelper output)
{
    [SharedDataFact("vectors/wycheproof")]
    public void Every_AES_GCM_vector_of_the_products_sizes_encrypts_and_decrypts_as_it_says()
    {
        var (run, left) = Run("aes_gcm", Fits, CheckAead);

        output.WriteLine($"AES-GCM: {run} run, {left} left out (key not 256, nonce not 96 or tag not 128 bits)");
        run.ShouldBeGreaterThanOrEqualTo(60);
        left.ShouldBeGreaterThan(0);

        static bool Fits(JsonElement group) => Number(group, "ivSize") == 96 && Number(group, "keySize") == 256 && Number(group, "tagSize") == 128;
    }

    [SharedDataFact("vectors/wycheproof")]
    public void Every_HMAC_SHA256_vector_verifies_as_it_says_whole_and_cut_to_128_bits()
    {
        var (run, left) = Run("hmac_sha256", _ => true, CheckMac);

        output.WriteLine($"HMAC-SHA256: {run} run, {left} left out");
        run.ShouldBe(174);
        left.ShouldBe(0);
    }

    [SharedDataFact("vectors/wycheproof")]
    public void Every_HKDF_SHA256_vector_derives_or_is_refused_as_it_says()
    {
        var (run, left) = Run("hkdf_sha256", _ => true, CheckDerivation);

        output.WriteLine($"HKDF-SHA256: {run} run, {left} left out");
        run.ShouldBe(86);
        left.ShouldBe(0);
    }

    private static void CheckAead(JsonElement group, JsonElement test)
    {
        var key = new DataKey(Number(test, "tcId"), Bytes(test, "key"));
        var (nonce, associated, plain) = (Bytes(test, "iv"), Bytes(test, "aad"), Bytes(test, "msg"));
        var (cipher, tag) = (Bytes(test, "ct"), Bytes(test, "tag"));
        var opened = new byte[cipher.Length];

        FieldCipher.Decrypt(key, nonce, cipher, tag, opened, associated).ShouldBe(IsValid(test), Name(test));
        if (IsValid(test))
        {
            opened.ShouldBe(plain, Name(test));
            var (sealedText, sealedTag) = (new byte[plain.Length], new byte[FieldCipher.TagSize]);
            FieldCipher.Encrypt(key, nonce, plain, sealedText, sealedTag, associated);
            sealedText.ShouldBe(cipher, Name(test));
            sealedTag.ShouldBe(tag, Name(test));
        }
    }

    private static void CheckMac(JsonElement group, JsonElement test)
    {
        var made = new byte[32];
        Mac.Full(Bytes(test, "key"), Bytes(test, "msg"), made);
        var expected = Bytes(test, "tag");

        Mac.Same(made.AsSpan(0, expected.Length), expected).ShouldBe(IsValid(test), Name(test));
        if (expected.Length == Mac.ShortSize)
        {
            Mac.Same(Mac.Short(Bytes(test, "key"), Bytes(test, "msg")), expected).ShouldBe(IsValid(test), Name(test));
        }
    }

    private static void CheckDerivation(JsonElement group, JsonElement test)
    {
        byte[] Derived() => KeyDerivation.Derive(Bytes(test, "ikm"), Bytes(test, "salt"), Bytes(test, "info"), (int)Number(test, "size"));
        if (IsValid(test))
        {
            Derived().ShouldBe(Bytes(test, "okm"), Name(test));
        }
        else
        {
            Should.Throw<ArgumentException>(Derived, Name(test));
        }
    }

    private static (int Run, int Left) Run(string file, Func<JsonElement, bool> fits, Action<JsonElement, JsonElement> check)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf($"vectors/wycheproof/{file}_test.json")));
        var (run, left) = (0, 0);
        foreach (var group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var tests = group.GetProperty("tests").EnumerateArray().ToList();
            (run, left) = fits(group) ? (run + tests.Count, left) : (run, left + tests.Count);
            tests.Where(_ => fits(group)).ToList().ForEach(test => check(group, test));
        }

        (run + left).ShouldBe((int)Number(document.RootElement, "numberOfTests"));
        return (run, left);
    }

    private static bool IsValid(JsonElement test) => test.GetProperty("result").GetString() == "valid";

    private static long Number(JsonElement from, string name) => from.GetProperty(name).GetInt64();

    private static byte[] Bytes(JsonElement from, string name) => Convert.FromHexString(from.GetProperty(name).GetString()!);

    private static string Name(JsonElement test) => string.Create(CultureInfo.InvariantCulture, $"tcId {Number(test, "tcId")}");
}
