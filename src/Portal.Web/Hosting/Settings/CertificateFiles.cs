namespace Portal.Web.Hosting.Settings;

/// <summary>The files of the portal's certificate: a PFX, or a PEM with the key in a file beside it.</summary>
/// <param name="Path">The certificate, in a PEM followed by those between it and the authority's root.</param>
/// <param name="KeyPath">The PEM of its private key; <c>null</c> for a PFX.</param>
/// <param name="Password">What opens the PFX or the key; <c>null</c> where nothing is needed.</param>
internal sealed record CertificateFiles(string Path, string? KeyPath, string? Password)
{
    private static readonly HashSet<string> OfPem = new(StringComparer.OrdinalIgnoreCase) { ".pem", ".crt", ".cer" };

    public static bool IsPem(string path) => OfPem.Contains(System.IO.Path.GetExtension(path));

    // The password must not show where a record is written out.
    public override string ToString() => nameof(CertificateFiles);
}
