namespace Portal.Tests;

/// <summary>Tests that take the whole process for seconds: beside them a test that writes to the audit log would wait for longer than an entry may take.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
