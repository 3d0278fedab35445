using System.Text.Json;

namespace Portal.Data.Postgres.Embedded;

/// <summary>What an instance remembers in <c>instance.json</c> (mode 0600). It holds no secret.</summary>
public sealed record InstanceFile
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The folder of the database's Unix socket, short because a socket's path is limited to 107 bytes.</summary>
    public string? SocketDirectory { get; init; }

    /// <summary>The folder that holds the cluster, with links resolved.</summary>
    public string? ClusterLocation { get; init; }

    /// <summary>Which version of the database's roles has been set up; 0 is none.</summary>
    public int RolesVersion { get; init; }

    /// <summary>The id (not the value) of the key-encryption key this instance was made with; set by the caller.</summary>
    public string? KeyId { get; init; }

    /// <summary>Reads the file; an instance that has none yet gives an empty record.</summary>
    /// <exception cref="PortalSetupException">The file is damaged.</exception>
    public static InstanceFile Load(DataFolder folder)
    {
        if (!File.Exists(folder.Instance))
            return new InstanceFile();
        try
        {
            return JsonSerializer.Deserialize<InstanceFile>(File.ReadAllText(folder.Instance)) ?? new InstanceFile();
        }
        catch (JsonException e)
        {
            throw new PortalSetupException($"The file {folder.Instance} is damaged: restore it from a backup, or start with another folder (--data).", e);
        }
    }

    /// <summary>Reads, changes and replaces the file in one step that other processes wait for.</summary>
    public static async Task<InstanceFile> ChangeAsync(
        DataFolder folder, Func<InstanceFile, InstanceFile> change, CancellationToken cancel = default)
    {
        using var alone = await FileLock.TakeAsync(folder.Instance + ".lock", Patience, TimeProvider.System, cancel)
            ?? throw new PortalSetupException($"The file {folder.Instance} stays locked by another process: end that process and try again.");
        var before = Load(folder);
        var after = change(before);
        if (after != before)
            after.Save(folder);
        return after;
    }

    /// <summary>Writes the file as a whole: a crash leaves the old one or the new one.</summary>
    public void Save(DataFolder folder) =>
        Unix.WriteWhole(folder.Instance, JsonSerializer.Serialize(this, Format), Unix.Mode0600);
}
