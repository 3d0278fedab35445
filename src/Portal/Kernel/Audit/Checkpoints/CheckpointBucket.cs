namespace Portal.Kernel.Audit.Checkpoints;

/// <summary>A bucket with Object Lock of an S3 service: what lies there cannot be taken back before its time, not even by whoever pays for it.</summary>
/// <param name="Url">The bucket's https address with what its objects' names begin with, ending in a slash: <c>https://bucket.s3.region.amazonaws.com/portal/</c> or <c>https://s3.example/bucket/portal/</c>.</param>
/// <param name="Region">The service's region, which requests are signed for.</param>
/// <param name="AccessKey">The id of the key that signs requests.</param>
/// <param name="SecretKey">The key.</param>
/// <param name="KeepYears">For how many years each object is locked.</param>
public sealed record CheckpointBucket(Uri Url, string Region, string AccessKey, string SecretKey, int KeepYears)
{
    // The key must not show where a record is written out.
    /// <inheritdoc/>
    public override string ToString() => nameof(CheckpointBucket);
}
