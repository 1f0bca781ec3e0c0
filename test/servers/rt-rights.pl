use utf8;
# What a desk on Request Tracker looks like: two queues, five agents in as many zones, and a user who may look and
# nothing else. Applied with rt-setup-database-5 --action insert, since REST2 cannot grant rights.
our @Queues = (
  { Name => 'Support', CorrespondAddress => 'support@desk.example', CommentAddress => 'support-comment@desk.example' },
  { Name => 'Billing', CorrespondAddress => 'billing@desk.example', CommentAddress => 'billing-comment@desk.example' },
);
our @Groups = ( { Name => 'Desk' }, { Name => 'Readers' } );
our @ACL = (
  ( map { { GroupDomain => 'SystemInternal', GroupType => 'Everyone', Right => $_ } } qw(CreateTicket ReplyToTicket) ),
  ( map { { GroupDomain => 'UserDefined', GroupId => 'Desk', Right => $_ } }
      qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket OwnTicket TakeTicket
         StealTicket ReassignTicket ModifyTicket DeleteTicket) ),
  ( map { { GroupDomain => 'UserDefined', GroupId => 'Readers', Right => $_ } } qw(SeeQueue ShowTicket ShowTicketComments) ),
);
our @Users = ( map { { %$_, Privileged => 1, Password => 'agent-password' } }
  { Name => 'amara',  RealName => 'Amara Obi',     EmailAddress => 'amara@desk.example',  Timezone => 'Africa/Lagos' },
  { Name => 'bruno',  RealName => 'Bruno Caldas',  EmailAddress => 'bruno@desk.example',  Timezone => 'America/Sao_Paulo' },
  { Name => 'chandra', RealName => 'Chandra Iyer', EmailAddress => 'chandra@desk.example', Timezone => 'Asia/Kolkata' },
  { Name => 'dorte',  RealName => 'Dørte Lund',    EmailAddress => 'dorte@desk.example',  Timezone => 'Europe/Copenhagen' },
  { Name => 'eiko',   RealName => '江子',           EmailAddress => 'eiko@desk.example' },
  # Reads in a zone far from UTC on purpose: searches by date are read in it.
  { Name => 'reader', RealName => 'Reader',        EmailAddress => 'reader@desk.example', Timezone => 'Pacific/Auckland' },
);
our @Members = (
  ( map { { GroupDomain => 'UserDefined', Group => 'Desk', Name => $_, Class => 'RT::User' } } qw(amara bruno chandra dorte eiko) ),
  { GroupDomain => 'UserDefined', Group => 'Readers', Name => 'reader', Class => 'RT::User' },
);
1;
