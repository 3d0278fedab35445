namespace Portal.Data.Postgres.Embedded;

/// <summary>Makes a new, empty cluster: UTF-8, data checksums, passwords from the first moment on.</summary>
internal sealed class ClusterMaker(ClusterPlace place, PostgresBinaries binaries)
{
    private const long SpaceNeeded = 256L << 20;
    private const int BuiltinLocaleSince = 17;

    public async Task MakeAsync(string superuserPassword, CancellationToken cancel)
    {
        if (Unix.FreeSpace(place.Root) < SpaceNeeded)
            throw PortalSetupException.NoSpace(place.Root);
        // Made beside its place and moved there when it is whole, so that an interrupted start begins again.
        var half = Path.Combine(place.Root, "making");
        if (Directory.Exists(half))
            Directory.Delete(half, recursive: true);
        place.MakeOwned(half);
        var answer = await Tool.RunAsync(place.User, await CommandAsync(half, cancel), superuserPassword + "\n", cancel);
        if (!answer.Succeeded)
            throw Failed(answer);
        Directory.Move(half, place.Data);
    }

    // The password goes through a pipe that the shell makes as the cluster's user: it is never in a file or an argument.
    private async Task<string[]> CommandAsync(string folder, CancellationToken cancel) =>
    [
        "sh", "-c", "cat | \"$@\" --pwfile=/dev/stdin", "sh",
        binaries.Program("initdb"), "-D", folder, "-U", DatabaseRole.Superuser.LoginName(), "--auth=scram-sha-256",
        "-E", "UTF8", "--data-checksums", .. await LocaleAsync(cancel),
    ];

    /// <summary>Sorting by code point: it never changes with the system's libraries, so no index can go bad by an update.</summary>
    private async Task<string[]> LocaleAsync(CancellationToken cancel)
    {
        if (binaries.Version >= BuiltinLocaleSince)
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
        var known = (await Tool.RunAsync(place.User, ["locale", "-a"], cancel: cancel)).Output.Split('\n');
        return [$"--locale={known.FirstOrDefault(name => name is "C.UTF-8" or "C.utf8") ?? "C"}"];
    }

    private PortalSetupException Failed(ToolAnswer answer) =>
        answer.Errors.Contains("No space left", StringComparison.Ordinal)
            ? PortalSetupException.NoSpace(place.Root)
            : new PortalSetupException($"A database could not be made in {place.Root}: {LastLine(answer.Errors)}");

    private static string LastLine(string text) => text.Trim().Split('\n')[^1];
}
