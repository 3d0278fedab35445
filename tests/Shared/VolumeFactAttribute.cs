using Xunit;

namespace Portal.TestKit;

/// <summary>A fact that fills a small file system of its own, and says so where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VolumeFactAttribute : FactAttribute
{
    public VolumeFactAttribute()
    {
        if (!SmallVolume.IsPossible.Value)
        {
            Skip = "Needs the right to mount a small file system (root on Linux).";
        }
    }
}
