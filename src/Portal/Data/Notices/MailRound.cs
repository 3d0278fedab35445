namespace Portal.Data.Notices;

/// <summary>What became of a mail that was tried.</summary>
internal enum MailFate
{
    Taken,
    Later,
    GivenUp,
}

/// <summary>What became of the mails of one look into the outbox.</summary>
internal sealed record MailRound(int Taken, int Later, int GivenUp)
{
    public MailRound With(MailFate fate) => fate switch
    {
        MailFate.Taken => this with { Taken = Taken + 1 },
        MailFate.Later => this with { Later = Later + 1 },
        _ => this with { GivenUp = GivenUp + 1 },
    };
}
