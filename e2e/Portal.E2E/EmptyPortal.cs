namespace Portal.E2E;

/// <summary>A portal of its own without demo data: nobody has an account in it yet.</summary>
public sealed class EmptyPortal : RunningPortal
{
    protected override IReadOnlyList<string> Words => ["--no-demo"];
}
