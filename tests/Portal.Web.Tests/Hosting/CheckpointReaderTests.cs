using Microsoft.Extensions.Configuration;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Tests.Hosting;

public sealed class CheckpointReaderTests
{
    private static readonly string[] Bucket = ["S3:Url=https://s3.example:9000/evidence/portal", "S3:Region=eu-north-1", "S3:AccessKey=AKID", "S3:SecretKey=a test's key"];

    [Fact]
    public void A_bucket_is_read_its_key_from_a_file_too_and_locked_for_as_long_as_the_log_is_kept()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "a test's key\n");
        var read = Read([.. Bucket[..3], $"S3:SecretKeyFile={file}"]).Bucket;
        File.Delete(file);
        read.ShouldBe(new CheckpointBucket(new Uri("https://s3.example:9000/evidence/portal/"), "eu-north-1", "AKID", "a test's key", 6));
        $"{read}".ShouldNotContain("key");
        Read([]).Bucket.ShouldBeNull();
    }

    [Theory]
    [InlineData("S3__Region", 0, 2, 3)]
    [InlineData("S3__AccessKey", 0, 1, 3)]
    [InlineData("S3__SecretKey", 0, 1, 2)]
    [InlineData("S3__Region", 1, 2, 3)]
    [InlineData("S3__SecretKey", 3)]
    [Trait("Norm", "ASVS 13.2")]
    public void Half_a_bucket_refuses_the_start_and_says_which_setting(string named, params int[] kept) =>
        Should.Throw<PortalSetupException>(() => Read([.. kept.Select(at => Bucket[at])])).Message.ShouldContain($"Portal__Audit__Checkpoints__{named}");

    [Theory]
    [InlineData("http://s3.example/evidence/")]
    [InlineData("https://user:word@s3.example/evidence/")]
    [InlineData("https://s3.example/evidence/?versionId=1")]
    [InlineData("https://s3.example/evidence/a b/")]
    [InlineData("s3.example/evidence")]
    [Trait("Norm", "164.312(e)")]
    public void An_address_that_is_not_a_plain_https_one_refuses_the_start(string url) =>
        Should.Throw<PortalSetupException>(() => Read([$"S3:Url={url}", .. Bucket[1..]])).Message.ShouldContain("Portal__Audit__Checkpoints__S3__Url");

    private static CheckpointSettings Read(string[] settings)
    {
        var pairs = settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => $"Portal:Audit:Checkpoints:{pair[0]}", string? (pair) => pair[1]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(pairs).Build();
        KnownSettings.Check(configuration);
        return CheckpointReader.Read(new SettingsReader(configuration));
    }
}
