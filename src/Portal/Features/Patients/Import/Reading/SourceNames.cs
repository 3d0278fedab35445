namespace Portal.Features.Patients.Import.Reading;

/// <summary>
/// Names resources and the references to them in one way, so that a resource is recognised in another file.
/// A short id such as <c>Patient/1</c> says nothing across servers: with a base URL the base is part of the name, so that two servers' first patients stay two people.
/// </summary>
internal static class SourceNames
{
    private const string Urn = "urn:uuid:";

    public static string? Of(string type, string? id, string? fullUrl)
    {
        if (string.IsNullOrEmpty(id))
        {
            return string.IsNullOrEmpty(fullUrl) ? null : fullUrl.StartsWith(Urn, StringComparison.Ordinal) ? $"{type}/{fullUrl[Urn.Length..]}" : fullUrl;
        }

        return Guid.TryParse(id, out _) || BaseOf(fullUrl) is not { } server ? $"{type}/{id}" : $"{server}/{type}/{id}";
    }

    /// <summary>The name of what a reference points to (FHIR R4, 2.3.0); <c>null</c> for contained, conditional and unreadable ones.</summary>
    /// <param name="reference">The reference as written.</param>
    /// <param name="fromFullUrl">The full URL of the entry that holds it.</param>
    /// <param name="urnType">The type to take for a <c>urn:uuid:</c>, which names none.</param>
    public static string? OfReference(string reference, string? fromFullUrl, string urnType)
    {
        if (reference.StartsWith(Urn, StringComparison.Ordinal))
        {
            return $"{urnType}/{reference[Urn.Length..]}";
        }

        if (reference.StartsWith('#') || reference.Contains('?', StringComparison.Ordinal))
        {
            return null;
        }

        var parts = WithoutVersion(reference).Split('/');
        if (parts.Length < 2 || parts[^2].Length == 0 || parts[^1].Length == 0)
        {
            return null;
        }

        // A reference with a base in a file without bases (ndjson) means the resource of that file.
        var server = parts.Length == 2 ? fromFullUrl : fromFullUrl is null ? null : reference;
        return Of(parts[^2], parts[^1], server);
    }

    private static string WithoutVersion(string reference)
    {
        var version = reference.IndexOf("/_history/", StringComparison.Ordinal);
        return version < 0 ? reference : reference[..version];
    }

    private static string? BaseOf(string? fullUrl)
    {
        if (fullUrl is null || !(fullUrl.StartsWith("https://", StringComparison.Ordinal) || fullUrl.StartsWith("http://", StringComparison.Ordinal)))
        {
            return null;
        }

        var parts = WithoutVersion(fullUrl).Split('/');
        return parts.Length < 5 ? null : string.Join('/', parts[..^2]);
    }
}
