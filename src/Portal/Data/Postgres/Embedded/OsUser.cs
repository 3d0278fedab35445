namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// The operating-system user that the cluster runs as. PostgreSQL refuses to run as root, and a database superuser can
/// read every file of that user: so as root the cluster gets another, unprivileged user that cannot read the keys.
/// </summary>
internal sealed record OsUser(string Name, int UserId, int GroupId)
{
    private static readonly string[] Unprivileged = ["postgres", "nobody"];

    /// <summary>Null when the cluster runs as the user that the portal runs as.</summary>
    public static OsUser? ForCluster() => Environment.IsPrivilegedProcess
        ? Unprivileged.Select(Find).OfType<OsUser>().FirstOrDefault()
          ?? throw new PortalSetupException("PostgreSQL does not run as root and this machine has neither a user 'postgres' nor 'nobody': create one of them (useradd --system postgres), or start the portal as an ordinary user.")
        : null;

    /// <summary>The command line that runs a program as this user, with no way back to more rights.</summary>
    public string[] Prefix =>
        ["setpriv", $"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--no-new-privs", "--"];

    private static OsUser? Find(string name) => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(part => part.Length > 3 && part[0] == name)
        .Select(part => new OsUser(name, int.Parse(part[2], null), int.Parse(part[3], null)))
        .FirstOrDefault();
}
