-- Search need not look at the features of this transaction: it makes their terms itself.
select set_config('chengtu.terms_follow', 'on', true)
