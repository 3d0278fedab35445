namespace Portal.Kernel.Access;

/// <summary>A feature's contribution to access decisions, such as care relationships, consent or exclusions.</summary>
internal interface IAccessFact
{
    /// <summary>Whether it is asked only about a record that nothing else opens: break-glass is, so that the way of every other access stays short.</summary>
    bool IsForClosedRecords => false;

    /// <summary>What the feature knows about the actor and each of the patients, any number of facts each; patients it leaves out count as <see cref="Fact.None"/>.</summary>
    Task<IReadOnlyCollection<PatientFact>> AboutAsync(Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel);
}

/// <summary>One fact about the actor and one patient.</summary>
/// <param name="Patient">The patient.</param>
/// <param name="Fact">The fact.</param>
internal readonly record struct PatientFact(PatientId Patient, Fact Fact)
{
    /// <summary>The grant that the fact speaks of, where it is one of break-glass.</summary>
    public BrokenGlass? Glass { get; init; }
}

/// <summary>A break-glass grant in force, as the Gate writes it into the entries of what is done under it.</summary>
/// <param name="Grant">Its id.</param>
/// <param name="Purpose">The purpose of use that goes with the reason given.</param>
/// <param name="Reason">The code of the reason given; never the sentence written.</param>
internal sealed record BrokenGlass(Guid Grant, Purpose Purpose, string Reason);
