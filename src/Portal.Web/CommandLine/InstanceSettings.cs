using Portal.Data.Postgres.Embedded;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.CommandLine;

/// <summary>What an instance is opened with: its folder, its configuration and its environment.</summary>
internal sealed class InstanceSettings
{
    private InstanceSettings(string data, IConfiguration configuration, string environment) =>
        (Data, Configuration, Environment, Shell) = (data, configuration, environment, PortalSettings.Read(configuration));

    public string Data { get; }

    public IConfiguration Configuration { get; }

    public string Environment { get; }

    /// <summary>What the configuration says about listeners, proxies and limits, checked.</summary>
    public PortalSettings Shell { get; }

    public bool IsDevelopment => Environment == Environments.Development;

    /// <summary>The connection string of an existing PostgreSQL; <c>null</c> for the embedded cluster.</summary>
    public string? Server => Configuration.GetConnectionString("Portal");

    /// <summary>The owner's connection string for migrations; in Development the same as <see cref="Server"/> where it is not set.</summary>
    public string? ServerOwner => Configuration.GetConnectionString("PortalOwner") ?? Server;

    /// <summary>Whether an owner is named beside the portal's own login.</summary>
    public bool NamesOwner => Configuration.GetConnectionString("PortalOwner") is not null;

    /// <summary>Development is the default for the embedded cluster alone: a real database must not get demo accounts by an oversight.</summary>
    public static InstanceSettings Read(string data)
    {
        var asked = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var environment = asked["ASPNETCORE_ENVIRONMENT"] ?? asked["DOTNET_ENVIRONMENT"]
            ?? (asked.GetConnectionString("Portal") is null ? Environments.Development : Environments.Production);
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, $"appsettings.{environment}.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
        return new InstanceSettings(Path.GetFullPath(data), configuration, environment);
    }

    /// <summary>For what exists in Development only.</summary>
    /// <exception cref="CommandException">It is another environment; the message is the sentence given.</exception>
    public void RequireDevelopment(string sentence)
    {
        if (!IsDevelopment)
        {
            throw new CommandException(sentence);
        }
    }

    /// <summary>Where the key file lies.</summary>
    /// <exception cref="PortalSetupException">Outside Development none is named, or it lies under the data folder.</exception>
    public string KeyPath(DataFolder folder)
    {
        var named = Configuration["Portal:KeyFile"];
        if (IsDevelopment)
        {
            return named ?? Path.Combine(folder.Keys, "kek.json");
        }

        if (named is null)
        {
            throw new PortalSetupException("Name the key file in Portal__KeyFile; outside Development it must lie outside the data folder.");
        }

        return IsUnder(named, folder.Root)
            ? throw new PortalSetupException("The key file must not lie under the data folder, where one theft would take both: move it and set Portal__KeyFile.")
            : Path.GetFullPath(named);
    }

    private static bool IsUnder(string path, string folder) =>
        !Path.GetRelativePath(Real(folder), Real(Path.GetFullPath(path))).StartsWith("..", StringComparison.Ordinal);

    // A link must not hide where the file really lies.
    private static string Real(string path)
    {
        var target = new FileInfo(path).LinkTarget is null ? null : new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName;
        return Path.GetDirectoryName(target ?? path) is { } parent ? Path.Combine(Real(parent), Path.GetFileName(target ?? path)) : path;
    }
}
