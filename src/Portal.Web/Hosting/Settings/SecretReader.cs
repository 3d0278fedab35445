namespace Portal.Web.Hosting.Settings;

/// <summary>Reads a secret, which stands in an environment variable or in a file, not in both.</summary>
internal static class SecretReader
{
    /// <summary>The secret, or <c>null</c> where neither is set.</summary>
    /// <param name="reader">The settings.</param>
    /// <param name="name">The setting's name; with <c>File</c> at its end it names a file.</param>
    public static string? Read(SettingsReader reader, string name)
    {
        if (reader.Text($"{name}File") is not { } path)
        {
            return reader.Text(name);
        }

        try
        {
            return reader.Text(name) is null && File.ReadAllText(path).Trim() is { Length: > 0 } secret
                ? secret
                : throw SettingsReader.Refused($"{name}File", $"must name a file that holds the secret, and {SettingsReader.Variable(name)} must be empty");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SettingsReader.Refused($"{name}File", "names a file that cannot be read");
        }
    }
}
