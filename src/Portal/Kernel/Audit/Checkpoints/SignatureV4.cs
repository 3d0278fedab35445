using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Kernel.Audit.Checkpoints;

/// <summary>
/// Signs requests to an S3 service (AWS Signature Version 4, header form, one chunk). All headers that the request has by then are signed; its address must have no query,
/// and be written with the percent signs that it is sent with.
/// </summary>
/// <param name="accessKey">The id of the key.</param>
/// <param name="secretKey">The key.</param>
/// <param name="region">The service's region.</param>
internal sealed class SignatureV4(string accessKey, string secretKey, string region)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    private const string Service = "s3";

    /// <summary>Adds the time, the hash of the body and the signature.</summary>
    /// <param name="request">The request, whole but for this.</param>
    /// <param name="body">Its body; empty for none.</param>
    /// <param name="at">The time; a service takes some minutes to either side of its own.</param>
    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, DateTimeOffset at)
    {
        var (hash, time) = (Convert.ToHexStringLower(SHA256.HashData(body)), at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        request.Headers.Host = request.RequestUri!.Authority;
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", hash);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);

        var headers = request.Headers.NonValidated.Select(header => (Name: header.Key.ToLowerInvariant(), Value: header.Value.ToString().Trim())).OrderBy(header => header.Name, StringComparer.Ordinal).ToList();
        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = $"{request.Method}\n{request.RequestUri.AbsolutePath}\n\n{string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n"))}\n{names}\n{hash}";
        var scope = $"{time[..8]}/{region}/{Service}/aws4_request";
        var signed = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(Hmac(KeyOf(time[..8]), signed));
        request.Headers.TryAddWithoutValidation("Authorization", $"{Algorithm} Credential={accessKey}/{scope},SignedHeaders={names},Signature={signature}");
    }

    private byte[] KeyOf(string day) => Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + secretKey), day), region), Service), "aws4_request");

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
