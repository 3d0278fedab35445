namespace Portal.Kernel.Audit.Checkpoints;

/// <summary>A bucket took a checkpoint and does not keep it as it must.</summary>
internal sealed class BucketException(BucketFault fault) : IOException($"The bucket for checkpoints is not right: {fault}.")
{
    public BucketFault Fault => fault;
}

/// <summary>What is not right.</summary>
internal enum BucketFault
{
    /// <summary>Something else lies under the checkpoint's name.</summary>
    OtherContent,

    /// <summary>The object is not locked, or the key may not see that it is.</summary>
    NotLocked,
}
