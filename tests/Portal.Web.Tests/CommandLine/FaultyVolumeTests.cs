namespace Portal.Web.Tests.CommandLine;

/// <summary>Volumes that are full or read-only: one sentence that says what to do, and no more harm than that.</summary>
[Trait("Norm", "164.308(a)(7)")]
public sealed class FaultyVolumeTests
{
    [VolumeFact]
    public async Task A_first_start_without_space_is_refused_and_works_once_there_is_some()
    {
        using var instance = new Instance();
        using var volume = new SmallVolume(instance.Root, 512L << 20);
        volume.FillExcept(8L << 20);

        (await instance.RunAsync("migrate")).ShouldRefuse("space");
        volume.MakeSpace();

        (await instance.RunAsync("migrate")).Code.ShouldBe(0);
        instance.RemoveSocket();
    }

    [VolumeFact]
    public async Task A_read_only_data_folder_is_refused()
    {
        using var instance = new Instance();
        using var volume = new SmallVolume(instance.Root, 1L << 20);
        volume.MakeReadOnly();

        (await instance.RunAsync("migrate")).ShouldRefuse("--data");
    }

    [VolumeFact]
    public async Task A_read_only_key_folder_is_refused_where_a_key_file_must_be_made()
    {
        using var instance = new Instance();
        using var volume = new SmallVolume(Path.Combine(instance.Root, "keys"), 1L << 20);
        volume.MakeReadOnly();

        (await instance.RunAsync("migrate")).ShouldRefuse("key file");
    }

    [VolumeFact]
    public async Task A_read_only_log_folder_is_refused()
    {
        using var instance = new Instance();
        using var volume = new SmallVolume(Path.Combine(instance.Root, "logs"), 1L << 20);
        volume.MakeReadOnly();

        (await instance.RunAsync("migrate")).ShouldRefuse("logs");
    }

    [VolumeFact]
    public async Task A_full_log_volume_does_not_stop_the_portal_and_logging_goes_on_once_there_is_space()
    {
        using var instance = new Instance();
        using var volume = new SmallVolume(Path.Combine(instance.Root, "logs"), 4L << 20);
        await using var server = await Server.StartAsync(instance, "--no-demo");
        volume.FillExcept(0);
        volume.Free.ShouldBeLessThan(64 << 10);
        var before = LogSize(volume);

        (await server.GetAsync("/health/ready")).IsSuccessStatusCode.ShouldBeTrue();
        (await server.GetAsync("/sign-in")).IsSuccessStatusCode.ShouldBeTrue();
        volume.MakeSpace();

        (await server.StopAsync()).ShouldBe(0, server.Said);
        LogSize(volume).ShouldBeGreaterThan(before);
    }

    private static long LogSize(SmallVolume volume) => Directory.GetFiles(volume.Path, "portal-*.log").Sum(path => new FileInfo(path).Length);
}
