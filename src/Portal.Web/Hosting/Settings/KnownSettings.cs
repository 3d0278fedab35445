using Portal.Data.Postgres.Embedded;

namespace Portal.Web.Hosting.Settings;

/// <summary>Every setting below <c>Portal:</c>. A name that is not here is a slip of the pen that would leave a wall down without a word, so it refuses the start.</summary>
internal static class KnownSettings
{
    // A star stands for one name. The README's table says what each means.
    private static readonly string[][] Names =
    [
        .. ((string[])
        [
            "KeyFile", "Url",
            "Https:Address", "Https:Port", "Https:TlsOnly13", "Https:Certificate:Path", "Https:Certificate:KeyPath", "Https:Certificate:Password",
            "Http:Port",
            "Proxies", "ProxyHops",
            .. LimitNames.All.SelectMany(name => new[] { $"Limits:{name}:Permits", $"Limits:{name}:Window" }), "Limits:Circuits",
            "Sessions:Idle:*", "Sessions:Warn:*", "Sessions:Absolute",
            "Places:*:Network", "Places:*:Name",
            "Mail:Host", "Mail:Port", "Mail:From", "Mail:User", "Mail:Password", "Mail:PasswordFile", "Notices:KeepDays",
            "Audit:Checkpoints:File", "Audit:Checkpoints:Url", "Audit:Checkpoints:Token",
            "Audit:Checkpoints:S3:Url", "Audit:Checkpoints:S3:Region", "Audit:Checkpoints:S3:AccessKey", "Audit:Checkpoints:S3:SecretKey", "Audit:Checkpoints:S3:SecretKeyFile",
            "Audit:Feed:Syslog", "Audit:Feed:File", "Audit:Feed:Recipient", "Audit:KeepYears", "Audit:EmergencyFolder",
            "Accounts:UnusedDays", "Accounts:WarnDays",
            "AccessReviews:EveryMonths", "AccessReviews:Days", "AccessReviews:Undecided",
            "Desk:FromAge", "Exports:KeepHours", "Glass:Minutes", "Glass:ReviewHours",
            "Review:Days:High", "Review:Days:Medium", "Review:Days:Low", "Review:Refusals:Count", "Review:Refusals:Window", "Review:TimeZone", "Review:Hours:*",
        ]).Select(name => name.Split(':')),
    ];

    /// <exception cref="PortalSetupException">A setting is unknown.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var (path, value) in configuration.GetSection("Portal").AsEnumerable(makePathsRelative: true))
        {
            if (value is not null && !Names.Any(name => Fits(name, path.Split(':'))))
            {
                throw new PortalSetupException($"There is no setting {SettingsReader.Variable(path)}: correct its name or remove it (README.md lists them all).");
            }
        }
    }

    private static bool Fits(string[] name, string[] path) =>
        name.Length == path.Length && name.Zip(path).All(part => part.First == "*" || part.First.Equals(part.Second, StringComparison.OrdinalIgnoreCase));
}
