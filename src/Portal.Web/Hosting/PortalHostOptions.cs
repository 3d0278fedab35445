namespace Portal.Web.Hosting;

/// <summary>How the web host is set up.</summary>
/// <param name="Port">The https port.</param>
/// <param name="Environment">The environment's name.</param>
/// <param name="Certificates">The folder of the local certificate.</param>
/// <param name="Logs">The folder of the log files; <c>null</c> for none.</param>
public sealed record PortalHostOptions(int Port, string Environment, string Certificates, string? Logs)
{
    /// <summary>The folder of mails in Development; elsewhere nothing is written there.</summary>
    public string? Mail { get; init; }

    /// <summary>Where what is done in an emergency is kept while the audit log is away; <c>null</c> for nowhere, and then nothing opens.</summary>
    public string? Emergency { get; init; }

    /// <summary>Settings that win over the configuration's own.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
}
