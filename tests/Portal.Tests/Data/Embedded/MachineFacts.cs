namespace Portal.Tests.Data.Embedded;

/// <summary>A test that needs root: only then does the cluster run as another operating-system user.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
            Skip = "Needs root: as an ordinary user the cluster runs as that same user.";
    }
}

/// <summary>A test that reads /proc.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "Needs Linux: it reads /proc.";
    }
}
