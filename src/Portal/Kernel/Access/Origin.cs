namespace Portal.Kernel.Access;

/// <summary>Where a request came from, taken when the connection started.</summary>
/// <param name="Ip">The client's address, or <c>null</c> for jobs.</param>
/// <param name="UserAgent">The browser's own description, cut to 256 characters, or <c>null</c>.</param>
public sealed record Origin(System.Net.IPAddress? Ip, string? UserAgent)
{
    /// <summary>The machine itself.</summary>
    public static Origin Local { get; } = new(null, null);

    /// <summary>The random token by which the portal knows a browser again, told by the pages of the sign-in alone. It is a secret and is stored only as a hash.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// The token of the session that the browser held when it signed in: that session ends with the new one (ASVS 7.2.4). A secret like
    /// <see cref="Device"/>, told by the same pages alone, and stored nowhere.
    /// </summary>
    public string? SessionBefore { get; init; }

    // Record printing would put an address into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => "Origin";
}
