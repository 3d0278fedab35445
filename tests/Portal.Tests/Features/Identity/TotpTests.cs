using System.Text;
using System.Text.Json;
using Portal.Features.Identity.Factors;
using Portal.TestKit;

namespace Portal.Tests.Features.Identity;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_RFC_6238_appendix_B(long seconds, string code) =>
        Totp.CodeAt(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)), digits: 8).ShouldBe(code);

    [SharedDataFact("vectors/rfc6238.json")]
    public void Codes_are_those_of_the_shared_vectors()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("vectors/rfc6238.json")));
        var ours = vectors.RootElement.EnumerateArray().Where(v => v.GetProperty("alg").GetString() == "sha1").ToList();
        ours.ShouldNotBeEmpty();
        foreach (var vector in ours)
        {
            var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("time").GetInt64()));
            var secret = Encoding.ASCII.GetBytes(vector.GetProperty("secretAscii").GetString()!);
            Totp.CodeAt(secret, step, digits: 8).ShouldBe(vector.GetProperty("totp8").GetString());
            Totp.CodeAt(secret, step).ShouldBe(vector.GetProperty("totp8").GetString()![2..]);
        }
    }

    [Fact]
    public void The_current_step_and_the_one_before_are_accepted_and_no_other()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepAt(now);
        var accepted = Enumerable.Range(-3, 7).Where(by => Totp.StepOf(Secret, Totp.CodeAt(Secret, step + by), now) == step + by);
        accepted.ShouldBe([-1, 0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    public void A_code_of_another_length_is_refused(string code) =>
        Totp.StepOf(Secret, code, DateTimeOffset.FromUnixTimeSeconds(59)).ShouldBeNull();

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_RFC_4648_without_padding(string plain, string text) =>
        Base32.Write(Encoding.ASCII.GetBytes(plain)).ShouldBe(text);
}
